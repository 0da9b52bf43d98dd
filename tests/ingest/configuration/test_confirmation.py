"""A home confirms a shipped form against its manual, and what it confirmed is scored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from instrument_texts import CALM, complaints, home_with
from ruamel.yaml import YAML

from ingest.configuration.confirmation import Confirmation, ConfirmedItems, ConfirmedScale
from ingest.configuration.instrument import Instrument, Items, Scale
from ingest.configuration.new_home import create_home
from ingest.configuration.registry import Registry, load_registry
from ingest.configuration.registry_tables import registry_tables
from ingest.configuration.yaml_files import ConfigurationError
from ingest.home import Home

EXAMPLES = Path(__file__).parents[2] / "worked_examples"
WHO = """\
confirmed_by: Ada Example, clinical lead
confirmed_on: 2026-03-02
manual: an invented manual, 2nd edition
"""


REGARD = "scales: [{scale: blri_os40_regard, items: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}]\n"


def confirming(name: str, rest: str = "") -> str:
    return f"confirms: {name}\n{WHO}{rest}"


def example_confirmations() -> dict[str, Any]:
    """Return the confirmations that the worked examples are scored under, by instrument."""
    found = {}
    for path in sorted(EXAMPLES.glob("*.yml")):
        content = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
        if "confirmation" in content:
            found[content["instrument"]] = content["confirmation"]
    return found


@pytest.fixture(scope="module")
def confirmed(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A home that has confirmed every form that waits for it."""
    home = Home(tmp_path_factory.mktemp("confirmed") / "home")
    create_home(home, "Example", "Europe/London")
    for name, confirmation in example_confirmations().items():
        with (home.instruments / f"{name}.yml").open("w", encoding="utf-8") as file:
            YAML(typ="safe", pure=True).dump(confirmation, file)
    return load_registry(home)


def scales(registry: Registry, instrument: str) -> dict[str, dict[str, Any]]:
    table = registry_tables(registry)["scales"].filter(pl.col("instrument_id") == instrument)
    return {row["scale_id"]: row for row in table.to_dicts()}


class TestReachingTheRegistryTables:
    def test_taqs(self, confirmed: Registry) -> None:
        row = scales(confirmed, "taqs")["taqs"]
        assert row["signed_items"] == [1, 2, 3, 4, 5]
        assert (row["is_scored"], row["takes_declared_total"], row["method"]) == (True, True, "mean")

    def test_tasc_r_subscales(self, confirmed: Registry) -> None:
        rows = scales(confirmed, "tasc_r")
        assert rows["tasc_r_bond"]["signed_items"] == [1, -2, 4, 6, -8, 10]
        assert rows["tasc_r_task"]["signed_items"] == [3, -5, -7, 9, -11, 12]

    def test_the_four_conditions_of_the_relationship_inventory(self, confirmed: Registry) -> None:
        rows = scales(confirmed, "blri_os40")
        constructs = {name.removeprefix("blri_os40_"): row["construct"] for name, row in rows.items()}
        assert constructs == {name: name for name in ("empathy", "regard", "unconditionality", "congruence")}
        assert [len(row["signed_items"]) for row in rows.values()] == [10, 10, 10, 10]
        assert {row["reversal_sum"] for row in rows.values()} == {0}

    @pytest.mark.parametrize(
        ("instrument", "construct"),
        [
            ("rri_c", "real_relationship"),
            ("hrs_ii", "adherence"),
            ("cms", "countertransference"),
            ("icb", "countertransference"),
            ("cmots", "motivation"),
            ("wai_srt", "alliance"),
            ("hcs", "adherence"),
            ("calpas_p", "alliance"),
            ("blri_mini", "empathy"),
            ("burns_es", "empathy"),
        ],
    )
    def test_every_other_one(self, confirmed: Registry, instrument: str, construct: str) -> None:
        rows = scales(confirmed, instrument).values()
        assert all(row["is_scored"] and row["signed_items"] for row in rows)
        assert construct in {row["construct"] for row in rows}

    def test_a_vendors_total_as_the_score(self, confirmed: Registry) -> None:
        row = scales(confirmed, "oq_30")["oq_30"]
        assert (row["method"], row["signed_items"]) == ("declared", [])
        assert (row["is_scored"], row["takes_declared_total"]) == (True, True)

    def test_who_confirmed_it_when_and_from_what(self, confirmed: Registry) -> None:
        table = registry_tables(confirmed)["instruments"]
        row = table.filter(instrument_id="taqs").to_dicts()[0]
        assert row["status"] == "scored"
        assert row["confirmed_by"] == "Ada Example, clinical lead"
        assert row["confirmed_on"].isoformat() == "2026-02-02"
        assert row["manual"] == "an invented manual"
        assert table.filter(status="provisional").height == 0
        assert table.filter(instrument_id="phq9")["confirmed_by"].to_list() == [None]

    def test_without_the_confirmation_nothing_is_scored(self, tmp_path: Path) -> None:
        home = Home(tmp_path / "home")
        create_home(home, "Example", "Europe/London")
        registry = load_registry(home)
        waiting = {name for name, item in registry.instruments.items() if item.status == "provisional"}
        assert waiting == set(example_confirmations()) - {"tasc_r"}
        for instrument in waiting:
            for row in scales(registry, instrument).values():
                assert (row["signed_items"], row["is_scored"], row["takes_declared_total"]) == (
                    [],
                    False,
                    False,
                )
        assert scales(registry, "oq_30")["oq_30"]["keeps_declared_total"] is True


class TestEvidence:
    def test_what_was_from_memory_is_now_confirmed(self, tmp_path: Path) -> None:
        taqs = home_with(tmp_path, taqs=confirming("taqs")).instruments["taqs"]
        assert set(taqs.items.evidence.values()) == {"confirmed"}
        assert set(taqs.scales[0].evidence.values()) == {"confirmed"}
        assert taqs.items.source["count"] == "an invented manual, 2nd edition"

    def test_a_verified_fact_keeps_its_source(self, tmp_path: Path) -> None:
        rest = "items: {reversed: [4]}\n"
        rri_c = home_with(tmp_path, rri_c=confirming("rri_c", rest)).instruments["rri_c"]
        assert (rri_c.items.evidence["count"], rri_c.items.source["count"]) == (
            "verified",
            "Stefana et al. 2025",
        )
        assert (rri_c.items.evidence["reversed"], rri_c.items.reversed) == ("confirmed", (4,))

    def test_a_rule_that_the_confirmation_doesnt_mention_keeps_its_mark(self, tmp_path: Path) -> None:
        hcs = home_with(tmp_path / "a", hcs=confirming("hcs")).instruments["hcs"]
        assert hcs.scales[0].missing_evidence == "house"
        rest = "scales: [{scale: hcs, max_missing: 0}]\n"
        stated = home_with(tmp_path / "b", hcs=confirming("hcs", rest)).instruments["hcs"]
        assert stated.scales[0].missing_evidence == "confirmed"

    def test_a_stated_threshold_has_the_manual_as_its_source(self, tmp_path: Path) -> None:
        rest = (
            'scales: [{scale: taqs, thresholds: [{kind: low_total, operator: "<", value: 3, label: low}]}]\n'
        )
        taqs = home_with(tmp_path, taqs=confirming("taqs", rest)).instruments["taqs"]
        threshold = taqs.scales[0].thresholds[0]
        assert (threshold.evidence, threshold.source) == ("confirmed", "an invented manual, 2nd edition")

    def test_a_stated_threshold_replaces_one_from_memory(self, tmp_path: Path) -> None:
        rest = """\
scales:
  - scale: ors_adolescent
    thresholds:
      - kind: clinical_cutoff
        operator: "<"
        value: 29
        label: clinical range
        age_from: 13
        age_to: 17
        respondent: client
"""
        files = home_with(tmp_path, ors_adolescent=confirming("ors_adolescent", rest))
        assert complaints(files) == []
        assert [t.value for t in files.instruments["ors_adolescent"].scales[0].thresholds] == [29]

    def test_a_scored_instrument_can_be_given_a_criterion_of_the_homes_own(self, tmp_path: Path) -> None:
        rest = """\
scales:
  - scale: yp_core
    reliable_change:
      - id: local
        computed: {sd: 7, reliability: 0.8}
        operator: ">"
        evidence: house
        source: our clients
"""
        files = home_with(tmp_path, yp_core=confirming("yp_core", rest))
        assert complaints(files) == []
        criterion = files.instruments["yp_core"].scales[0].reliable_change[0]
        assert (criterion.evidence, criterion.source) == ("house", "our clients")
        assert criterion.value == pytest.approx(8.68, abs=0.01)

    def test_a_coding_outlives_a_confirmation_of_the_key(self, tmp_path: Path) -> None:
        text = confirming("blri_os40", f"items: {{reversed: []}}\n{REGARD}")
        instrument = home_with(tmp_path, blri_os40=text).instruments["blri_os40"]
        coding = instrument.items.coding("one_to_six")
        assert coding is not None
        assert instrument.items.decoded(coding, turned=False) == {1: -3, 2: -2, 3: -1, 4: 1, 5: 2, 6: 3}

    def test_a_condition_that_stays_open_stays_unscored(self, tmp_path: Path) -> None:
        text = confirming("blri_os40", f"items: {{reversed: []}}\n{REGARD}")
        instrument = home_with(tmp_path, blri_os40=text).instruments["blri_os40"]
        scored = [scale.scale for scale in instrument.scales if instrument.is_scored(scale)]
        assert scored == ["blri_os40_regard"]
        assert instrument.awaits


PHQ9_CUTOFF = 'kind: clinical_cutoff, operator: ">=", value: 12, label: case, age_from: 18'
CONTRADICTIONS = {
    "another number of items": (
        "blri_os40",
        f"items: {{count: 64, reversed: [1]}}\n{REGARD}",
        "instruments/blri_os40.yml:5: items.count",
        "`items.count` is 40 in the registry, verified (BLRI Obs-40, young people, 2023); this file says 64",
    ),
    "another key": (
        "tasc_r",
        "items: {reversed: [2, 5]}\n",
        "instruments/tasc_r.yml:5: items.reversed",
        "`items.reversed` is 2, 5, 7, 8, 11 in the registry, verified",
    ),
    "a mean instead of a sum": (
        "blri_os40",
        f"items: {{reversed: []}}\n{REGARD.replace('}]', ', method: mean, minimum: -3, maximum: 3}]')}",
        "instruments/blri_os40.yml:6: scales[1]",
        "`scales.blri_os40_regard.score` is sum, -30 to 30 in the registry",
    ),
    "another cut-off": (
        "phq9",
        f"scales: [{{scale: phq9, thresholds: [{{{PHQ9_CUTOFF}}}]}}]\n",
        "instruments/phq9.yml:5: scales[1]",
        "is >= 10 in the registry, verified (NHS Talking Therapies Manual); this file says >= 12",
    ),
    "another rule for missing items": (
        "core_10",
        "scales: [{scale: core_10, max_missing: 3}]\n",
        "instruments/core_10.yml:5: scales[1]",
        "`scales.core_10.missing` is at most 1: mean of the others",
    ),
    "another range of a vendor's total": (
        "oq_30",
        "scales: [{scale: oq_30, method: declared, maximum: 100}]\n",
        "instruments/oq_30.yml:5: scales[1]",
        "`scales.oq_30.score` is sum, 0 to 120",
    ),
    "the other direction": (
        "care",
        "scales: [{scale: care, higher_is: worse}]\n",
        "instruments/care.yml:5: scales[1]",
        "`scales.care.higher_is` is higher is better in the registry",
    ),
}
INCOMPLETE = {
    "no key": ("rri_c", "", "`items.reversed` is still open: list the reversed items, or [] if the manual"),
    "no scale": (
        "blri_os40",
        "items: {reversed: []}\n",
        "nothing could be scored: give `scales` with their items",
    ),
    "an item too many": (
        "hrs_ii",
        "items: {reversed: [13]}\n",
        "instruments/hrs_ii.yml:5: items: reversed items beyond the last one: [13]",
    ),
    "a scale's item too many": (
        "cms",
        "items: {reversed: []}\nscales: [{scale: cms_regulation, items: [30]}]\n",
        "names items beyond the last one: [30]",
    ),
    "a new scale half told": (
        "icb",
        "scales: [{scale: icb_new, items: [1, 2]}]\n",
        "instruments/icb.yml:5: scales[1].name: this key is required",
    ),
    "a mistyped key": ("taqs", "scales: [{scale: taqs, itmes: all}]\n", "unknown key; did you mean `items`?"),
    "a key that stays unknown": (
        "taqs",
        "items: {reversed: unknown}\n",
        "instruments/taqs.yml:5: items.reversed",
    ),
    "no items listed": (
        "cmots",
        "items: {reversed: []}\nscales: [{scale: cmots_external, items: []}]\n",
        "no item is listed; write `all`, `unknown`, or",
    ),
}


class TestRefusals:
    @pytest.mark.parametrize("what", CONTRADICTIONS)
    def test_a_verified_fact_is_not_contradicted(self, tmp_path: Path, what: str) -> None:
        name, rest, place, message = CONTRADICTIONS[what]
        said = "\n".join(complaints(home_with(tmp_path, **{name: confirming(name, rest)})))
        assert place in said
        assert message in said
        assert "make it an instrument with an id of its own" in said

    @pytest.mark.parametrize("what", INCOMPLETE)
    def test_an_incomplete_one_says_what_is_open(self, tmp_path: Path, what: str) -> None:
        name, rest, message = INCOMPLETE[what]
        assert message in "\n".join(complaints(home_with(tmp_path, **{name: confirming(name, rest)})))

    @pytest.mark.parametrize("key", ["confirmed_by", "confirmed_on", "manual"])
    def test_it_says_who_when_and_from_which_manual(self, tmp_path: Path, key: str) -> None:
        text = "\n".join(line for line in confirming("taqs").splitlines() if not line.startswith(key))
        assert complaints(home_with(tmp_path, taqs=text)) == [
            f"instruments/taqs.yml: {key}: this key is required"
        ]

    def test_it_confirms_what_is_shipped(self, tmp_path: Path) -> None:
        (said,) = complaints(home_with(tmp_path, taqz=confirming("taqz")))
        place = "instruments/taqz.yml:1: confirms: "
        assert said.startswith(f"{place}no shipped instrument is called `taqz`. Known: blri_mini")

    def test_its_file_has_its_name(self, tmp_path: Path) -> None:
        (said,) = complaints(home_with(tmp_path, mine=confirming("taqs")))
        assert (
            said
            == "instruments/mine.yml:1: confirms: says `taqs`, the file is called mine.yml; make them equal"
        )

    def test_a_provisional_instrument_cant_be_slipped_in_whole(self, tmp_path: Path) -> None:
        text = CALM.replace("calm", "taqs")
        (said,) = complaints(home_with(tmp_path, taqs=text))
        place = "instruments/taqs.yml:1: instrument: "
        assert said.startswith(f"{place}`taqs` is shipped as provisional and can't be replaced")
        assert "`confirms: taqs`" in said

    def test_a_whole_file_doesnt_contradict_what_it_replaces(self, tmp_path: Path) -> None:
        text = CALM.replace("calm", "gad7")
        said = "\n".join(complaints(home_with(tmp_path, gad7=text)))
        assert "`items.count` is 7 in the registry, verified" in said

    def test_all_files_are_complained_about_at_once(self, tmp_path: Path) -> None:
        home = Home(tmp_path / "home")
        create_home(home, "Example", "Europe/London")
        (home.instruments / "rri_c.yml").write_text(confirming("rri_c"))
        (home.instruments / "taqs.yml").write_text("confirms: taqs\n")
        home.clinic_file("example").write_text("clinic: other\n")
        with pytest.raises(ConfigurationError) as refused:
            load_registry(home)
        files = {problem.file for problem in refused.value.problems}
        assert files == {"instruments/rri_c.yml", "instruments/taqs.yml", "clinics/example.yml"}


def test_a_sites_own_instrument_joins_the_shipped_ones(tmp_path: Path) -> None:
    files = home_with(tmp_path, calm=CALM)
    assert complaints(files) == []
    assert len(files.instruments) == 36
    assert files.instruments["calm"].scales[1].items == (1, 2)


def test_a_confirmation_can_state_whatever_an_instrument_can() -> None:
    """The two schemas would drift apart unnoticed otherwise."""
    by_merge = {"evidence", "source", "missing_evidence", "missing_source"}
    assert set(ConfirmedScale.model_fields) == set(Scale.model_fields) - by_merge
    assert set(ConfirmedItems.model_fields) == set(Items.model_fields) - by_merge - {
        "codings",
        "skipped_after",
    }
    own = {"confirms", "confirmed_by", "confirmed_on", "manual"}
    assert set(Confirmation.model_fields) - own <= set(Instrument.model_fields)
