"""The weekly job, from clinics' files to reports, through Dagster in this process."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import polars as pl
import pytest
from small_network import SMALL, WEEK, RunHome, SecondRun

from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.simulator import deliver, delivery_days
from orchestration.run_lock import AnotherRunIsGoing, hold_home
from orchestration.weekly import run_weekly
from warehouse.published import checksums, open_published, read_runs
from warehouse.row_accounts import read_row_accounts


def test_a_run_publishes_marts_and_writes_every_report(run_home: RunHome) -> None:
    assert run_home.outcome.is_complete, run_home.outcome
    assert run_home.outcome.failed_checks == ()
    with open_published(run_home.home) as connection:
        episodes = connection.execute("select count(*) from marts.fct_episodes").fetchone()
        scores = connection.execute("select count(*) from marts.fct_scores").fetchone()
    assert episodes is not None
    assert episodes[0] > 50
    assert scores is not None
    assert scores[0] > 500
    audiences = {*load_registry(run_home.home).clinics, "network", "quality"}
    written = {path.parent.name for path in run_home.home.reports.glob(f"{WEEK}/*/report.html")}
    assert written == audiences


def test_each_clinic_of_which_rows_were_refused_gets_them_back_and_nobody_else_does(
    run_home: RunHome,
) -> None:
    with open_published(run_home.home) as connection:
        refused = {
            row[0]
            for row in connection.execute(
                "select clinic_id from audit.quarantine union "
                "select clinic_id from audit.deliveries where status in ('refused', 'held')"
            ).fetchall()
        }
    found = list(run_home.home.reports.rglob("refused-rows.xlsx"))
    assert {path.parent.name for path in found} == refused
    assert refused
    assert {path.parent.parent.name for path in found} == {WEEK}


def test_every_account_balances(run_home: RunHome) -> None:
    accounts = read_row_accounts(run_home.home)
    assert accounts
    assert [account for account in accounts if not account.is_balanced] == []


def test_dagster_remembers_each_clinic_of_a_feed(run_home: RunHome) -> None:
    import dagster as dg

    with dg.DagsterInstance.from_config(str(run_home.home.dagster)) as instance:
        clinics = instance.get_materialized_partitions(dg.AssetKey(["landing", "responses"]))
        published = instance.get_latest_materialization_event(dg.AssetKey(["published", "rapport"]))
    assert clinics == set(load_registry(run_home.home).clinics)
    assert published is not None


def test_a_second_run_of_unchanged_input_changes_nothing_and_calls_nobody(second_run: SecondRun) -> None:
    """No telemetry either, no look-up of newer versions: a run works on a machine without a network."""
    assert second_run.outcome.is_complete
    assert second_run.called == ()
    before, after = second_run.before, second_run.home
    assert _lasting(checksums(after.published_file)) == _lasting(checksums(before.published_file))
    assert len(read_row_accounts(after)) == len(read_row_accounts(before))
    assert _batches(after) == _batches(before)


def _batches(home: Home) -> list[str]:
    return sorted(str(path.relative_to(home.root)) for path in home.landing.rglob("manifest.json"))


def test_a_later_delivery_is_added_and_a_report_of_the_old_knowledge_can_be_rebuilt(own_home: Home) -> None:
    """Neither a reader that keeps the file open nor a stray file stops the run; the reader loses nothing."""
    with open_published(own_home) as connection:
        first = read_runs(connection)[0]
    before = checksums(own_home.published_file)
    risks = _risks(own_home)
    rendered = _rendered(own_home)
    stray = own_home.inbox / "nowhere" / "phq9.csv"
    stray.parent.mkdir()
    stray.write_text("episode_id,completed_at,total\n")
    reader = _Reader(own_home.published_file)
    scores = reader.read()
    deliver(SMALL, own_home, after=delivery_days(SMALL)[-2], until=delivery_days(SMALL)[-1])
    outcome = run_weekly(own_home, week=WEEK)
    assert outcome.is_complete
    assert any("nowhere" in detail for check in outcome.warned_checks for detail in check.details)
    assert stray.exists()
    assert reader.read() == scores
    reader.close()
    with open_published(own_home) as connection:
        later = connection.execute("select count(*) from marts.fct_scores").fetchone()
    assert later is not None
    assert later[0] > scores

    live = checksums(own_home.published_file)
    known_at = first.known_at.replace(tzinfo=dt.UTC)
    assert run_weekly(own_home, week=WEEK, known_at=known_at).is_complete
    then = own_home.as_known_at(known_at)
    assert _marts(checksums(then.published_file)) == _marts(before)
    assert _risks(then) == risks
    assert _risks(own_home)["dropout_risk"] != risks["dropout_risk"], "nothing was learnt since"
    assert checksums(own_home.published_file) == live, "the live file was touched"
    assert {"network", "quality", *load_registry(own_home).clinics} <= {
        path.split("/")[1] for path in rendered
    }
    assert {path.rpartition(".")[2] for path in rendered} == {"html", "pdf", "xlsx", "json"}
    again = _rendered(then)
    assert again.keys() == rendered.keys()
    assert [path for path, content in again.items() if content != rendered[path]] == []


def _risks(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """Every risk with its rank, reasons and model, and what became of those named before; none is empty."""
    with open_published(home) as connection:
        found = {
            mart: connection.execute(f"select * from marts.{mart} order by all").fetchall()
            for mart in ("dropout_risk", "risk_outcomes", "risk_actions")
        }
        told = connection.execute(
            "select count(risk), count(rank_in_clinic), count(reasons), count(model_version) "
            "from marts.dropout_risk where basis = 'model'"
        ).fetchone()
    assert told is not None
    assert all(told), "no risk of a model, or none with a reason"
    assert all(found.values()), "a mart about risk is empty"
    return found


def _rendered(home: Home) -> dict[str, bytes]:
    """Every file of every report; a workbook of refused rows goes with the delivery, not with the week."""
    return {
        str(path.relative_to(home.reports)): path.read_bytes()
        for path in sorted(home.reports.glob(f"{WEEK}/*/*"))
        if path.name != "refused-rows.xlsx"
    }


class _Reader:
    """Somebody who has the published file open in a program of their own, and counts scores when asked."""

    def __init__(self, path: Path) -> None:
        code = (
            "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
            "[print(c.execute('select count(*) from marts.fct_scores').fetchone()[0], flush=True)"
            " for _ in sys.stdin]"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def read(self) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=30)


def _lasting(sums: dict[str, str]) -> dict[str, str]:
    """Leave out the measurements of the checks, which say when they were made."""
    return {table: value for table, value in sums.items() if table != "audit.check_results"}


def _marts(sums: dict[str, str]) -> dict[str, str]:
    return {table: value for table, value in sums.items() if table.startswith("marts.")}


def test_a_failed_check_holds_the_marts_and_every_report_says_so(own_home: Home) -> None:
    before = _marts(checksums(own_home.published_file))
    batch = next(iter(sorted(own_home.landing.glob("responses/clinic=*/batch=*"))))
    accounts = pl.read_parquet(batch / "accounts.parquet").with_columns(pl.col("rows") + 1)
    accounts.write_parquet(batch / "accounts.parquet")
    shutil.rmtree(own_home.warehouse)  # so that the tampered account is read
    outcome = run_weekly(own_home, week=WEEK)
    assert not outcome.is_published
    assert outcome.is_held
    assert any("assert_every_file_balances" in check.name for check in outcome.failed_checks)
    assert _marts(checksums(own_home.published_file)) == before
    with open_published(own_home) as connection:
        run = read_runs(connection)[0]
    assert run.marts_are_held
    assert "assert_every_file_balances" in str(run.held_reason)
    for page in own_home.reports.glob(f"{WEEK}/*/report.html"):
        assert "assert_every_file_balances" in page.read_text(encoding="utf-8"), page.parent.name


def test_one_run_at_a_time(own_home: Home) -> None:
    before = own_home.published_file.read_bytes()
    with (
        hold_home(own_home),
        pytest.raises(AnotherRunIsGoing, match="Wait until it has ended; nothing was changed"),
    ):
        run_weekly(own_home, week=WEEK)
    assert own_home.published_file.read_bytes() == before


def test_no_local_identifier_gets_past_the_door(run_home: RunHome) -> None:
    """Not in landing, warehouse, published files, Dagster's records, or any file of network and quality."""
    home = run_home.home
    identifiers = _local_identifiers(home)
    assert len(identifiers) > 100
    places = [
        *_texts_of_parquet(home.landing),
        *_texts_of_duckdb(home.working_file),
        *_texts_of_duckdb(home.published_file),
        *_texts_of_duckdb(home.network_release),
        *(_text_of_file(file) for file in (*_files_of(home, "network"), *_files_of(home, "quality"))),
    ]
    found = {word for text in places for word in identifiers if word in text}
    assert found == set()
    raw = b"".join(path.read_bytes() for path in home.dagster.rglob("*") if path.is_file())
    assert [word for word in identifiers if word.encode() in raw] == []


def test_every_kind_of_file_of_a_team_is_read_for_identifiers(run_home: RunHome) -> None:
    """So that the test above can't pass because it reads nothing."""
    network, quality = (_files_of(run_home.home, team) for team in ("network", "quality"))
    assert {file.suffix for file in (*network, *quality)} == {".html", ".json", ".pdf", ".xlsx"}
    for file in (*network, *quality):
        text = _text_of_file(file)
        assert "Simulated" in text or file.suffix == ".json", file.name
        assert len(text) > 1000, file.name


def _files_of(home: Home, team: str) -> list[Path]:
    return sorted(file for file in home.reports.glob(f"*/{team}/*") if file.is_file())


def _text_of_file(file: Path) -> str:
    """Everything that is written in a file, with what it says of itself."""
    if file.suffix == ".pdf":
        from pypdf import PdfReader

        pdf = PdfReader(file)
        pages = "\n".join(page.extract_text() for page in pdf.pages)
        return pages.replace("\n", "") + pages + str(pdf.metadata)
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return file.read_text(encoding="utf-8")


def _local_identifiers(home: Home) -> set[str]:
    from ingest.vault import local_identifiers

    words = {
        word
        for clinic_id in load_registry(home).clinics
        for kind in ("client", "episode")
        for word in local_identifiers(home, clinic_id, kind).values()
    }
    return {word for word in words if len(word) >= 6}  # shorter ones also occur as plain numbers


def _texts_of_parquet(folder: Path) -> list[str]:
    return [_joined(pl.read_parquet(path)) for path in sorted(folder.rglob("*.parquet"))]


def _texts_of_duckdb(path: Path) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() union select schema_name, view_name "
            "from duckdb_views() where not internal order by 1, 2"
        ).fetchall()
        os.environ.setdefault("RAPPORT_HOME", str(path))
        return [
            _joined(connection.sql(f'select * from "{schema}"."{table}"').pl())
            for schema, table in tables
            if schema in ("staging", "intermediate", "marts", "audit", "meta", "released")
            and not table.startswith("stg_registry")
        ]


def _joined(frame: pl.DataFrame) -> str:
    texts = frame.select(pl.col(pl.String).drop_nulls().unique().implode().list.join("\n"))
    return "\n".join(str(value) for value in (texts.row(0) if texts.height else ()))


def test_each_run_keeps_the_yaml_it_used(run_home: RunHome) -> None:
    runs = sorted(path for path in run_home.home.runs.iterdir() if path.is_dir())
    assert len(runs) == 1
    kept = Home(runs[0])
    assert load_registry(kept) == load_registry(run_home.home)
    told = json.loads((runs[0] / "run.json").read_text())
    assert told["run_id"] == runs[0].name
