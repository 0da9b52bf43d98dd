"""The registry tables say of every instrument what its file says, in the form that SQL scores from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from independent_scorer import keyed_answers

from ingest.configuration.instrument_files import shipped_instruments
from ingest.configuration.new_home import create_home
from ingest.configuration.registry import Registry, load_registry
from ingest.configuration.registry_tables import SCHEMAS, TABLES, registry_tables, write_registry_tables
from ingest.configuration.yaml_files import ConfigurationError
from ingest.home import Home

INSTRUMENTS = shipped_instruments()


def new_home(folder: Path, definitions: str = "") -> Home:
    home = Home(folder / "home")
    create_home(home, "Example", "Europe/London")
    home.network_file.write_text(
        f"network: Example\ntimezone: Europe/London\n{definitions}", encoding="utf-8"
    )
    return home


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry(new_home(tmp_path_factory.mktemp("tables")))


@pytest.fixture(scope="module")
def tables(registry: Registry) -> dict[str, pl.DataFrame]:
    return registry_tables(registry)


def row(tables: dict[str, pl.DataFrame], table: str, **key: Any) -> dict[str, Any]:
    (found,) = tables[table].filter(**key).to_dicts()
    return found


def test_every_table_is_described_and_has_its_types(tables: dict[str, pl.DataFrame]) -> None:
    assert list(tables) == list(SCHEMAS)
    assert set(TABLES) == {*SCHEMAS, "checks"}, "the checks have their own columns: configuration/checks.py"
    assert {name: frame.schema for name, frame in tables.items()} == SCHEMAS
    assert all("One row" in words for words in TABLES.values())


def test_every_instrument_and_scale_is_there_once(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["instruments"]["instrument_id"].to_list() == sorted(INSTRUMENTS)
    scales = [scale.scale for item in INSTRUMENTS.values() for scale in item.scales]
    assert sorted(tables["scales"]["scale_id"]) == sorted(scales)
    assert tables["scales"]["scale_id"].is_unique().all()


def test_tables_are_written_whole_and_again(registry: Registry, tmp_path: Path) -> None:
    home = Home(tmp_path)
    rows = write_registry_tables(registry, home)
    again = write_registry_tables(registry, home)
    assert rows == again
    assert {path.stem for path in home.registry.iterdir()} == set(TABLES)
    assert pl.read_parquet(home.registry / "scales.parquet").height == rows["scales"]


@pytest.mark.parametrize("name", sorted(INSTRUMENTS))
def test_signed_items_turn_the_answers_that_the_form_reverses(
    name: str, tables: dict[str, pl.DataFrame]
) -> None:
    """By the one formula that SQL uses: reversal_sum - answer where the item is negative."""
    instrument = INSTRUMENTS[name]
    items = instrument.items
    ladder = [
        items.answers[n % len(items.answers)] for n in range(items.count)
    ]  # every answer, in stored units
    for found in tables["scales"].filter(instrument_id=name).to_dicts():
        if not found["is_scored"]:
            assert (found["signed_items"], found["item_count"]) == ([], 0)
            assert not found["takes_declared_total"]
            continue
        by_sql = {
            abs(item): found["reversal_sum"] - ladder[-item - 1] if item < 0 else ladder[item - 1]
            for item in found["signed_items"]
        }
        by_hand = keyed_answers(instrument, [answer / items.units for answer in ladder], is_keyed=False)
        assert by_sql == {item: by_hand[item] * items.units for item in by_sql}
        assert found["item_count"] == len(by_sql)


def test_a_total_is_imputed_within_its_subscales(tables: dict[str, pl.DataFrame]) -> None:
    total = row(tables, "scales", scale_id="oq_45")
    assert total["imputation"] == "rounded_mean"
    assert [len(group) for group in total["item_groups"]] == [25, 11, 9]
    assert sorted(item for group in total["item_groups"] for item in group) == sorted(total["signed_items"])
    part = row(tables, "scales", scale_id="oq_45_social_role")
    assert part["item_groups"] == [part["signed_items"]]


def test_an_item_that_may_be_left_out_is_named(tables: dict[str, pl.DataFrame]) -> None:
    plain, prorated = (row(tables, "scales", scale_id=name) for name in ("wsas", "wsas_prorated"))
    assert (plain["optional_items"], plain["imputation"], plain["max_missing"]) == ([1], "left_out", 0)
    assert (prorated["optional_items"], prorated["imputation"], prorated["max_missing"]) == ([1], "mean", 0)
    assert (plain["is_main"], prorated["is_main"]) == (True, False)


def test_a_skipped_item_is_tied_to_the_one_before(tables: dict[str, pl.DataFrame]) -> None:
    after = [None, None, 2, None, None, 5, None, None, None, None]
    assert row(tables, "instruments", instrument_id="k10")["skipped_after"] == after
    assert row(tables, "instruments", instrument_id="phq9")["skipped_after"] is None


def test_a_provisional_forms_total_has_its_place_and_isnt_a_score(tables: dict[str, pl.DataFrame]) -> None:
    found = row(tables, "scales", scale_id="rri_c")
    assert (found["keeps_declared_total"], found["takes_declared_total"], found["is_scored"]) == (
        True,
        False,
        False,
    )
    assert (found["minimum"], found["maximum"]) == (1, 5)


def test_a_licence_that_a_site_needs_is_said(tables: dict[str, pl.DataFrame]) -> None:
    needed = tables["instruments"].filter(pl.col("licence_required"))
    assert needed["instrument_id"].to_list() == ["csq8", "oq_30", "oq_45", "swemwbs"]
    assert needed["licence_note"].null_count() == 0


def test_a_second_unit_runs_between_the_same_ends(tables: dict[str, pl.DataFrame]) -> None:
    found = row(tables, "scales", scale_id="wai_s")
    assert (found["shown_as_name"], found["shown_as_minimum"], found["shown_as_maximum"]) == (
        "item mean",
        1,
        7,
    )
    assert row(tables, "scales", scale_id="phq9")["shown_as_name"] is None


def test_a_row_of_scales_claims_no_more_than_its_weakest_fact(tables: dict[str, pl.DataFrame]) -> None:
    marks = dict(tables["scales"].select("scale_id", "evidence").iter_rows())
    assert marks["core_10"] == "verified"
    assert marks["phq9"] == "memory"
    assert marks["wai_sr"] == "house"


class TestChoices:
    def test_the_first_set_and_criterion_are_in_use(self, tables: dict[str, pl.DataFrame]) -> None:
        gad7 = tables["scale_thresholds"].filter(scale_id="gad7").to_dicts()
        cutoffs = {r["kind"]: (r["value"], r["cutoff_set"]) for r in gad7 if r["kind"] != "band"}
        assert cutoffs == {"clinical_cutoff": (8, "nhs"), "alternative_cutoff": (10, "screening")}
        assert row(tables, "scales", scale_id="ors_adult")["reliable_change"] == 5

    def test_the_network_can_choose_others(self, tmp_path: Path) -> None:
        chosen = "definitions:\n  reliable_change: {ors_adult: pcoms}\n"
        chosen += "  cutoffs: {yp_core: italy, core_om: by_gender}\n"
        tables = registry_tables(load_registry(new_home(tmp_path, chosen)))
        assert row(tables, "scales", scale_id="ors_adult")["reliable_change"] == 6
        in_use = tables["scale_reliable_changes"].filter(pl.col("is_in_use"), scale_id="ors_adult")
        assert in_use["criterion_id"].to_list() == ["pcoms"]
        used = tables["scale_thresholds"].filter(kind="clinical_cutoff")
        assert set(used.filter(scale_id="yp_core")["cutoff_set"]) == {"italy"}
        assert sorted(used.filter(scale_id="core_om")["value"]) == [9.3, 10.2]
        assert tables["scale_thresholds"]["threshold_id"].is_unique().all()

    @pytest.mark.parametrize(
        ("definitions", "message"),
        [
            ("cutoffs: {yp_core: spain}", "`yp_core` has no set of cut-offs `spain`. Known: uk_by_year"),
            ("cutoffs: {wai_sr: any}", "`wai_sr` has no set of cut-offs `any`. Known: none"),
            ("cutoffs: {phq: published}", "definitions.cutoffs.phq: no scale is called `phq`"),
            ("reliable_change: {ors_adult: mine}", "`ors_adult` has no criterion `mine`. Known: fit, pcoms"),
            ("reliable_change: {ors: fit}", "definitions.reliable_change.ors: no scale is called `ors`"),
        ],
    )  # fmt: skip
    def test_it_can_only_choose_what_there_is(self, tmp_path: Path, definitions: str, message: str) -> None:
        with pytest.raises(ConfigurationError) as refused:
            load_registry(new_home(tmp_path, f"definitions:\n  {definitions}\n"))
        assert message in str(refused.value)


class TestTracing:
    def test_every_number_has_its_evidence_beside_it(self, tables: dict[str, pl.DataFrame]) -> None:
        found = row(tables, "instrument_facts", instrument_id="core_om", fact="items.reversed")
        assert (found["statement"], found["evidence"]) == ("3, 4, 7, 12, 19, 21, 31, 32", "memory")
        assert tables["instrument_facts"]["source"].null_count() == 0
        assert set(tables["instrument_facts"]["instrument_id"]) == set(INSTRUMENTS)

    def test_a_fact_is_stated_once(self, tables: dict[str, pl.DataFrame]) -> None:
        assert tables["instrument_facts"].select("instrument_id", "fact").is_unique().all()

    def test_codes_name_items_and_answers(self, tables: dict[str, pl.DataFrame]) -> None:
        code = row(tables, "instrument_codes", code="44260-8")
        assert (code["instrument_id"], code["role"], code["item_number"]) == ("phq9", "item", 9)
        answers = tables["instrument_codes"].filter(role="answer", instrument_id="gad7")
        assert dict(answers.select("code", "answer").iter_rows())["LA6571-9"] == 3
        assert row(tables, "instrument_codes", code="960251000000100")["role"] == "former_score"

    def test_norms_are_in_points_of_the_scale(self, tables: dict[str, pl.DataFrame]) -> None:
        norms = tables["scale_norms"].join(tables["scales"], on="scale_id")
        assert (
            norms.filter((pl.col("mean") < pl.col("minimum")) | (pl.col("mean") > pl.col("maximum"))).height
            == 0
        )
        assert row(tables, "scale_norms", scale_id="core_om", group_name="clinical 2002")["mean"] == 18.6
