"""Each objection of the lint: a registry that passes, one that doesn't, and what is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from instrument_texts import CALM, bent, complaints, home_with, on_last_scale, parsed, with_threshold

from ingest.configuration.instrument_files import shipped_instruments
from ingest.configuration.registry_lint import Finding, lint


def findings(folder: Path, text: str) -> list[Finding]:
    instrument = parsed(folder, text)
    return lint({instrument.instrument: instrument})


def bands(*lower_bounds: float, operator: str = ">=") -> str:
    lines = [
        f'- {{kind: band, operator: "{operator}", value: {value}, label: b{n}, evidence: memory, source: x1}}'
        for n, value in enumerate(lower_bounds)
    ]
    return on_last_scale("thresholds:\n" + "\n".join(f"  {line}" for line in lines))


def cutoff(keys: str, value: float = 3) -> str:
    parts = f'kind: clinical_cutoff, operator: "<", value: {value}, label: low, evidence: memory, source: x 1'
    return f"{{{parts}, {keys}}}"


def test_what_is_shipped_is_beyond_reproach() -> None:
    assert lint(shipped_instruments()) == []


def test_a_plain_instrument_passes(tmp_path: Path) -> None:
    assert findings(tmp_path, CALM) == []


class TestBands:
    def test_bands_over_the_whole_range_pass(self, tmp_path: Path) -> None:
        assert findings(tmp_path, bands(0, 2, 4)) == []

    def test_the_first_band_begins_where_the_scale_does(self, tmp_path: Path) -> None:
        (finding,) = findings(tmp_path, bands(1, 4))
        assert finding.location == ("scales", 1, "thresholds", 0)
        assert "the first band of `calm_first` begins at >= 1, the scale at 0" in finding.message
        assert "let it begin at >= 0" in finding.message

    def test_the_first_band_takes_in_its_lower_bound(self, tmp_path: Path) -> None:
        assert len(findings(tmp_path, bands(0, operator=">"))) == 1

    @pytest.mark.parametrize("lower_bounds", [(0, 4, 2), (0, 4, 4)])
    def test_bands_rise(self, tmp_path: Path, lower_bounds: tuple[float, ...]) -> None:
        (finding,) = findings(tmp_path, bands(*lower_bounds))
        assert finding.location == ("scales", 1, "thresholds", 2)
        assert (
            f"band `b2` begins at {lower_bounds[2]}, not above `b1` (4); list bands upwards"
            in finding.message
        )


class TestSubscales:
    def parted(self, first: str, second: str) -> str:
        text = bent(
            "takes_declared_total: true",
            "takes_declared_total: true\n    partitioned_into: [calm_first, calm_second]",
        )
        half = CALM[CALM.index("  - scale: calm_first") :]
        whole = text + half.replace("calm_first", "calm_second").replace("items: [1, 2]", f"items: {second}")
        return whole.replace("items: [1, 2]", f"items: {first}")

    def test_subscales_that_share_the_items_out_pass(self, tmp_path: Path) -> None:
        assert findings(tmp_path, self.parted("[1, 2]", "[3, 4]")) == []

    def test_subscales_dont_overlap(self, tmp_path: Path) -> None:
        overlap, hole = findings(tmp_path, self.parted("[1, 2]", "[2, 3]"))
        assert overlap.location == ("scales", 0, "partitioned_into")
        assert "the subscales of `calm` overlap in items 2; each belongs to one of them" in overlap.message
        assert "don't make it up: items 4 are in one and not in the other" in hole.message

    def test_a_subscale_exists(self, tmp_path: Path) -> None:
        text = bent(
            "takes_declared_total: true", "takes_declared_total: true\n    partitioned_into: [calm_third]"
        )
        (finding,) = findings(tmp_path, text)
        assert "no scale of this form is called calm_third" in finding.message

    def test_subscales_that_still_wait_are_not_judged(self, tmp_path: Path) -> None:
        text = self.parted("[1, 2]", "[2, 3]").replace("items: [2, 3]", "items: unknown")
        text = text.replace("name: Calm scale", "name: Calm scale\nawaits: [the second half]")
        assert findings(tmp_path, text) == []


class TestAges:
    def test_a_cutoff_says_from_which_age_it_holds(self, tmp_path: Path) -> None:
        (finding,) = findings(tmp_path, bent("        age_from: 18\n", ""))
        assert finding.location == ("scales", 0, "thresholds", 0)
        assert "a clinical cut-off says from which age it holds: `age_from`, for adults 18" in finding.message

    def test_an_adults_cutoff_doesnt_reach_down_to_children(self, tmp_path: Path) -> None:
        (finding,) = findings(tmp_path, bent("        age_from: 18", "        age_from: 12"))
        assert "the cut-off reaches down to age 12, the form is made for 18 and over" in finding.message

    @pytest.mark.parametrize(("age", "count"), [(16, 1), (17, 0), (18, 0)])
    def test_without_the_forms_own_ages_17_is_the_limit(self, tmp_path: Path, age: int, count: int) -> None:
        text = bent("age_from: 18\nlicence", "licence").replace(
            "        age_from: 18", f"        age_from: {age}"
        )
        found = findings(tmp_path, text)
        assert len(found) == count
        assert all("the form doesn't say whom it is for" in finding.message for finding in found)

    def test_a_childrens_cutoff_on_a_childrens_form_passes(self, tmp_path: Path) -> None:
        text = bent("age_from: 18\nlicence", "age_from: 6\nage_to: 12\nlicence")
        assert (
            findings(
                tmp_path, text.replace("        age_from: 18", "        age_from: 6\n        age_to: 12")
            )
            == []
        )


class TestAmbiguousCutoffs:
    def add(self, keys: str) -> str:
        return with_threshold(cutoff(keys, value=5))

    @pytest.mark.parametrize(
        "keys",
        [
            "age_from: 18, set: strict",
            "age_from: 18, gender: female",
            "age_from: 18, respondent: client",
            "age_from: 60",
        ],
    )
    def test_cutoffs_parted_by_something_pass(self, tmp_path: Path, keys: str) -> None:
        assert findings(tmp_path, self.add(keys)) == []

    def test_two_for_the_same_people_dont(self, tmp_path: Path) -> None:
        (finding,) = findings(tmp_path, self.add("age_from: 18"))
        assert finding.location == ("scales", 0, "thresholds", 1)
        assert "two cut-offs of set `published` hold for the same people (< 6 and < 5)" in finding.message
        assert "part them by age, gender, respondent or `set`" in finding.message

    def test_age_bands_that_cut_across_each_other_dont(self, tmp_path: Path) -> None:
        text = self.add("age_from: 30, age_to: 50").replace(
            "        age_from: 18", "        age_from: 18\n        age_to: 40"
        )
        assert len(findings(tmp_path, text)) == 1


class TestEvidence:
    def test_a_doubtful_number_decides_nothing(self, tmp_path: Path) -> None:
        text = with_threshold(cutoff("age_from: 60").replace("memory", "unsure"))
        (finding,) = findings(tmp_path, text)
        assert "a number marked `unsure` would decide about people; leave it out" in finding.message

    def test_nor_does_a_doubtful_criterion(self, tmp_path: Path) -> None:
        text = on_last_scale(
            'reliable_change: [{points: 2, operator: ">=", evidence: unsure, source: seen somewhere}]'
        )
        (finding,) = findings(tmp_path, text)
        assert finding.location == ("scales", 1, "reliable_change", 0)

    def test_a_doubtful_key_scores_nothing(self, tmp_path: Path) -> None:
        text = CALM.replace("max_missing: 0", "max_missing: 0").rsplit("evidence: verified", 1)
        marks = "evidence: {items: unsure, score: verified, direction: verified}"
        (finding,) = findings(tmp_path, marks.join(text))
        assert finding.location == ("scales", 1, "evidence")
        assert "`calm_first` would be scored although items is `unsure`" in finding.message

    @pytest.mark.parametrize("source", ["TBD", "?", "n/a", "unknown", "-", "none"])
    def test_a_source_says_something(self, tmp_path: Path, source: str) -> None:
        (finding,) = findings(tmp_path, bent("missing_source: our own rule", f'missing_source: "{source}"'))
        assert finding.location == ("scales", 0, "missing_source")
        assert f"`{source}` is no source; name the paper, the manual, or say `from memory`" in finding.message

    def test_risk_items_have_a_source(self, tmp_path: Path) -> None:
        (finding,) = findings(tmp_path, bent("licence:", "risk_items: [4]\nlicence:"))
        assert finding.location == ("risk_items",)
        assert "risk items need `risk_evidence` and `risk_source`" in finding.message
        whole = bent("licence:", "risk_items: [4]\nrisk_evidence: verified\nrisk_source: manual\nlicence:")
        assert findings(tmp_path, whole) == []

    def test_a_note_of_who_confirmed_it_is_whole(self, tmp_path: Path) -> None:
        (finding,) = findings(tmp_path, bent("licence:", "confirmed_by: Ada\nlicence:"))
        assert "a confirmation says all three: `confirmed_by`, `confirmed_on`, `manual`" in finding.message


def test_a_change_can_be_reached(tmp_path: Path) -> None:
    change = 'reliable_change: [{{points: {}, operator: ">=", evidence: memory, source: the manual}}]'
    assert findings(tmp_path, on_last_scale(change.format(5))) == []
    (finding,) = findings(tmp_path, on_last_scale(change.format(6)))
    assert "no change on a scale from 0 to 6 reaches 6 points" in finding.message


def test_a_conversion_table_rises(tmp_path: Path) -> None:
    table = "conversion: {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6}"
    assert findings(tmp_path, on_last_scale(table)) == []
    (finding,) = findings(tmp_path, on_last_scale(table.replace("3: 3", "3: 4.5")))
    assert "the conversion doesn't rise after raw 3; compare it with the published table" in finding.message


class TestSharedCodes:
    def coded(self, codes: str) -> str:
        return bent("licence:", f"codes: {{{codes}, evidence: verified, source: the manual}}}}\nlicence:")

    def test_one_code_belongs_to_one_instrument(self, tmp_path: Path) -> None:
        files = home_with(tmp_path, calm=self.coded("snomed: {score: 720433000"))
        (said,) = complaints(files)
        assert said.startswith(
            "instruments/calm.yml:5: codes.snomed: SNOMED code 720433000 already stands for"
        )
        assert said.endswith("phq9; take it out of one of them")

    def test_loinc_as_well(self, tmp_path: Path) -> None:
        files = home_with(tmp_path, zest=self.coded("loinc: {total: 44261-6").replace("calm", "zest"))
        (said,) = complaints(files)
        assert "instruments/zest.yml" in said
        assert "codes.loinc: LOINC code 44261-6 already stands for phq9" in said

    def test_answer_codes_are_shared_by_nature(self, tmp_path: Path) -> None:
        files = home_with(tmp_path, calm=self.coded("loinc: {answers: {LA6568-5: 0}"))
        assert complaints(files) == []


def test_a_homes_own_file_is_linted_when_it_is_loaded(tmp_path: Path) -> None:
    (said,) = complaints(home_with(tmp_path, calm=bands(1, 4)))
    assert said.startswith("instruments/calm.yml:51: scales[2].thresholds[1]: the first band of `calm_first`")


def test_a_confirmation_is_linted_where_it_says_what_is_wrong(tmp_path: Path) -> None:
    text = """\
confirms: taqs
confirmed_by: Ada
confirmed_on: 2026-03-02
manual: an invented manual
scales:
  - scale: taqs
    thresholds:
      - {kind: band, operator: ">=", value: 2, label: middling}
"""
    (said,) = complaints(home_with(tmp_path, taqs=text))
    assert said.startswith("instruments/taqs.yml")
    assert "the first band of `taqs` begins at >= 2, the scale at 1" in said
