"""Building again, in parts, as known earlier, after erasure, and with nothing."""

from __future__ import annotations

import shutil

import built_homes
import polars as pl
from built_homes import Built

from warehouse import dbt

Parts = tuple[Built, dict[str, tuple[object, ...]], Built]


def test_the_order_of_arrival_never_matters(whole: Built, in_parts: Parts) -> None:
    assert in_parts[2].checksums() == whole.checksums()


def test_a_second_build_changes_nothing_and_reads_no_batch_again(whole: Built) -> None:
    before = whole.checksums()
    read = "select table_name, count(*) from staging.batches_read group by all order by all"
    batches = whole.query(read)
    again = built_homes.build(whole.home, run_id="again")
    assert again.checksums() == before
    assert again.query(read) == batches
    assert again.query("select run_id, week from meta.runs") == [("again", "2026-W14")]


def test_what_was_known_earlier_can_be_built_beside_the_live_warehouse(
    earlier: Built, in_parts: Parts
) -> None:
    assert earlier.checksums() == in_parts[1]
    assert earlier.home.working_file.parent.parent.name == "as-known"


def test_an_empty_home_builds(empty: Built) -> None:
    rows = {name: rows for name, (rows, _) in empty.checksums().items()}
    assert rows["marts.dim_clinics"] == len(built_homes.CLINICS)
    assert rows["marts.dim_scales"] > 0
    assert all(count == 0 for name, count in rows.items() if name.startswith("marts.fct_"))
    assert empty.query("select count(*) from audit.deliveries") == [(0,)]


def test_an_erased_batch_is_forgotten_and_the_one_written_instead_is_read(in_parts: Parts) -> None:
    home = in_parts[2].home
    folder = home.landing / "responses" / "clinic=silent"
    (batch,) = folder.iterdir()
    rewritten = folder / f"{batch.name}-erased"
    shutil.copytree(batch, rewritten)
    shutil.rmtree(batch)
    pl.read_parquet(rewritten / "rows.parquet").head(1).write_parquet(rewritten / "rows.parquet")
    accounts = pl.read_parquet(rewritten / "accounts.parquet")
    receipt = accounts["receipt_key"][0]
    pl.DataFrame(
        [(receipt, "landed", "landed", 1), (receipt, "skipped", "erased", 1)],
        schema=accounts.schema,
        orient="row",
    ).write_parquet(rewritten / "accounts.parquet")
    deliveries = pl.read_parquet(rewritten / "deliveries.parquet")
    deliveries.with_columns(batch_id=pl.col("batch_id") + "-erased").write_parquet(
        rewritten / "deliveries.parquet"
    )
    built = built_homes.build(home, run_id="erased")
    assert built.one("select count(*) from marts.fct_scores where clinic_id = 'silent'") == (1,)
    account = (
        "select loaded, skipped, is_balanced from audit.row_accounts "
        "where clinic_id = 'silent' and feed = 'responses'"
    )
    assert built.query(account) == [(1, 1, True)]
    assert built.query(
        "select distinct batch_path from staging.stg_landing__responses where clinic_id = 'silent'"
    ) == [(f"silent/{rewritten.name.removeprefix('batch=')}",)]


def test_a_full_refresh_reads_every_batch_again_and_comes_to_the_same(empty: Built) -> None:
    before = empty.checksums()
    result = dbt.build(empty.home, empty.knowledge, select="stg_landing__clients", full_refresh=True)
    assert result.is_success
    assert empty.checksums() == before
