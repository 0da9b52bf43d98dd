"""Each rule of the instrument schema, by a file that keeps it and one that doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest
from instrument_texts import CALM, bent, on_last_scale, parsed, with_threshold

from ingest.configuration.instrument import Instrument
from ingest.configuration.yaml_files import ConfigurationError


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as refused:
        parsed(folder, text)
    return str(refused.value)


def test_a_whole_file_is_taken(tmp_path: Path) -> None:
    instrument = parsed(tmp_path, CALM)
    assert [scale.scale for scale in instrument.scales] == ["calm", "calm_first"]
    assert instrument.declared_total_scale is instrument.scales[0]
    assert instrument.signed_items(instrument.scales[0]) == (1, -2, 3, 4)


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("name: Calm", "nmae: Calm", "calm.yml:2: nmae", "unknown key; did you mean `name`?"),
        ("citation: Example 2026\n", "", "calm.yml: citation", "this key is required"),
        ("maximum: 3", "maximum: 0", "calm.yml:7: items", "`minimum` must be below `maximum`"),
        ("maximum: 3", "maximum: 3.5", "calm.yml:7: items", "must be multiples of `step`"),
        ("[2]", "[5]", "calm.yml:7: items", "reversed items beyond the last one: [5]"),
        ("[2]", "[2, 2]", "calm.yml:7: items", "an item is listed as reversed twice"),
        ("[2]", "[2]\n  step: 0.5", "items.step", "`step` is 1 or 0.1"),
        ("[2]", '[2]\n  missing_codes: ["2"]', "items", "missing codes that are also answers: ['2']"),
        ("[2]", "[2]\n  excluded_values: [7]", "items", "lie outside the range anyway: [7]"),
        ("[2]", "[2]\n  skipped_after: {3: 9}", "items", "doesn't name two items of this form"),
        (
            "evidence: verified",
            "evidence: verfied",
            "evidence.count",
            "`verfied` isn't allowed here. Allowed:",
        ),
        (
            "evidence: verified",
            "evidence: {count: verified}",
            "items",
            "`evidence` leaves out: range, reversed",
        ),
        ("source: manual", "source: {count: a, range: b}", "items", "`source` leaves out: reversed"),
        ("scale: calm", "scale: quiet", "calm.yml", "scale `quiet` must be called calm or calm_..."),
        ("items: all", "items: [9]", "calm.yml", "scale `calm` names items beyond the last one: [9]"),
        ("items: all", "items: []", "scales[1].items", "no item is listed; write `all`, `unknown`, or"),
        ("items: [1, 2]", "items: [1, 1]", "scales[2]", "an item is listed twice"),
        ("maximum: 12", "maximum: 10", "calm.yml", "scale `calm` says 0 to 10, its items give 0 to 12"),
        ("maximum: 12", "maximum: 0", "scales[1]", "`minimum` must be below `maximum`"),
        ("max_missing: 1", "max_missing: 4", "calm.yml", "scale `calm` would be scored without an answer"),
        ("method: sum", "method: total", "scales[1].method", "`total` isn't allowed here. Allowed: 'sum'"),
        ("measures: outcome", "measures: mood", "scales[1].measures", "`mood` isn't allowed here. Allowed:"),
        ("calm_first", "calm", "scales", "two scales share an id"),
        (
            "max_missing: 0",
            "max_missing: 0\n    takes_declared_total: true",
            "scales",
            "only one scale can take",
        ),
        (
            "Our own.",
            "Ours.\nlicence_required: true",
            "calm.yml",
            "`licence_required` needs a `licence_note`",
        ),
        ("Our own.", "Ours.\nrisk_items: [5]", "calm.yml", "risk items beyond the last one: [5]"),
        ("age_from: 18", "age_from: 18\nage_to: 12", "calm.yml", "`age_from` is above `age_to`"),
    ],
)
def test_a_broken_rule_is_named_with_its_key(
    tmp_path: Path, old: str, new: str, place: str, message: str
) -> None:
    said = refusal(tmp_path, bent(old, new))
    assert place in said
    assert message in said


def test_items_that_may_be_skipped_have_evidence_of_their_own(tmp_path: Path) -> None:
    marks = "{count: verified, range: verified, reversed: verified}"
    skipping = bent("[2]", "[2]\n  skipped_after: {3: 1}")
    assert parsed(tmp_path, skipping).items.evidence["skips"] == "verified"
    lacking = skipping.replace("evidence: verified", f"evidence: {marks}", 1)
    assert "`evidence` leaves out: skips" in refusal(tmp_path, lacking)


def test_versions_of_a_form_name_each_respondent(tmp_path: Path) -> None:
    version = "versions: [{respondent: parent, name: Calm-P, evidence: memory, source: x}]"
    text = bent("licence:", f"{version}\nlicence:")
    assert "`versions` must hold one entry for each of `respondents`" in refusal(tmp_path, text)
    assert parsed(tmp_path, text.replace("[client]", "[parent]")).versions[0].name == "Calm-P"


THRESHOLD = "kind: {kind}, operator: '{operator}', value: {value}, label: low, age_from: 18, evidence: memory"
THRESHOLD += ", source: x"


@pytest.mark.parametrize(
    ("kind", "operator", "value", "message"),
    [
        ("clinical_cutoff", ">=", 6, "a clinical cut-off `>= 6` contradicts `higher_is: better`"),
        ("clinical_cutoff", "=", 6, "`=` isn't allowed here. Allowed: '<'"),
        ("clinical_cutoff", "<", 13, "threshold 13 lies outside 0 to 12"),
        ("cutoff", "<", 6, "`cutoff` isn't allowed here. Allowed: 'clinical_cutoff'"),
        ("band", "<", 6, "a band begins at its lower bound: operator `>=` (or `>`)"),
        ("low_total", ">", 6, "`low_total` `> 6` needs `<` or `<=`, and a scale where higher is better"),
        ("low_item", ">=", 1, "`low_item` `>= 1` needs `<` or `<=`"),
        ("drop", "<=", -1, "a drop is a fall of at least so many points: operator `>=`, value above 0"),
    ],
)
def test_a_threshold_points_the_right_way(
    tmp_path: Path, kind: str, operator: str, value: int, message: str
) -> None:
    line = THRESHOLD.format(kind=kind, operator=operator, value=value)
    assert message in refusal(tmp_path, with_threshold(f"{{{line}}}"))


@pytest.mark.parametrize("key", ["kind", "operator", "value", "label", "evidence", "source"])
def test_a_threshold_leaves_nothing_out(tmp_path: Path, key: str) -> None:
    parts = THRESHOLD.format(kind="clinical_cutoff", operator="<", value=6).split(", ")
    line = ", ".join(part for part in parts if not part.startswith(f"{key}:"))
    said = refusal(tmp_path, with_threshold(f"{{{line}}}"))
    assert f"scales[1].thresholds[2].{key}: this key is required" in said


def test_a_thresholds_ages_are_in_order(tmp_path: Path) -> None:
    line = THRESHOLD.format(kind="clinical_cutoff", operator="<", value=6)
    assert "`age_from` is above `age_to`" in refusal(tmp_path, with_threshold(f"{{{line}, age_to: 9}}"))


def test_a_drop_warns_only_where_higher_is_better(tmp_path: Path) -> None:
    drop = with_threshold('{kind: drop, operator: ">=", value: 1, label: fall, evidence: memory, source: x}')
    assert len(parsed(tmp_path, drop).scales[0].thresholds) == 2
    worse = drop.replace("higher_is: better", "higher_is: worse").replace('operator: "<"', 'operator: ">"')
    assert "a drop is a warning only where higher is better" in refusal(tmp_path, worse)


COMPUTED = "computed: {sd: 7.5, reliability: 0.8}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('operator: ">="', "give either `points` or `computed`"),
        (f'points: 3, {COMPUTED}, operator: ">"', "give either `points` or `computed`"),
        (f'{COMPUTED}, operator: ">="', "a computed criterion is strict: operator `>`"),
        ("points: 3", "reliable_change[1].operator: this key is required"),
        ('points: 0, operator: ">="', "greater than 0"),
        ('computed: {sd: 2, reliability: 1.2}, operator: ">"', "less than 1"),
    ],
)
def test_a_reliable_change_is_published_or_computed(tmp_path: Path, change: str, message: str) -> None:
    text = on_last_scale(f"reliable_change: [{{{change}, evidence: memory, source: x}}]")
    assert message in refusal(tmp_path, text)


def test_two_criteria_need_two_ids(tmp_path: Path) -> None:
    rest = 'operator: ">=", evidence: memory, source: x}'
    text = on_last_scale(f"reliable_change: [{{points: 3, {rest}, {{points: 4, {rest}]")
    assert "two reliable-change criteria share an id" in refusal(tmp_path, text)
    named = parsed(tmp_path, text.replace("{points: 4", "{id: strict, points: 4"))
    assert [change.id for change in named.scales[1].reliable_change] == ["published", "strict"]


def test_a_computed_criterion_is_jacobson_and_truax(tmp_path: Path) -> None:
    """SD 7.5 and reliability .80 make S_diff 4.743416 (Jacobson & Truax 1991), times 1.96."""
    text = on_last_scale(f'reliable_change: [{{{COMPUTED}, operator: ">", evidence: recomputed, source: x}}]')
    assert parsed(tmp_path, text).scales[1].reliable_change[0].value == pytest.approx(
        1.96 * 4.743416, abs=1e-5
    )


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("conversion: {0: 1}", "a conversion table needs the sum of a complete form"),
        ("imputation: rounded_mean\n    rounding: half_up", "`imputation: rounded_mean` belongs to a sum"),
        ("imputation: rounded_mean\n    multiply_by: 2", "`imputation: rounded_mean` can't be multiplied"),
        ("imputation: left_out\n    rounding: half_up", "`imputation: left_out` belongs to a sum"),
    ],
)
def test_rules_for_missing_items_fit_the_method(tmp_path: Path, keys: str, message: str) -> None:
    assert message in refusal(tmp_path, bent("max_missing: 1", f"max_missing: 1\n    {keys}"))


def test_a_rounded_mean_needs_whole_answers(tmp_path: Path) -> None:
    text = bent("max_missing: 1", "max_missing: 1\n    imputation: rounded_mean")
    assert parsed(tmp_path, text).scales[0].imputation == "rounded_mean"
    tenths = text.replace("count: 4", "count: 4\n  step: 0.1")
    assert "a rounded mean can't stand for a line measured in tenths" in refusal(tmp_path, tenths)


def test_an_optional_item_belongs_to_its_scale(tmp_path: Path) -> None:
    assert "optional items that aren't in the scale: [4]" in refusal(
        tmp_path, on_last_scale("optional_items: [4]")
    )
    too_many = on_last_scale("optional_items: [1, 2]")
    assert "scale `calm_first` would be scored without an answer" in refusal(tmp_path, too_many)


def test_a_conversion_table_holds_every_sum_once(tmp_path: Path) -> None:
    whole = on_last_scale("conversion: {0: 0, 1: 1.5, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6}")
    assert parsed(tmp_path, whole).scales[1].conversion[1] == 1.5
    assert "the conversion table must hold every sum once" in refusal(
        tmp_path, whole.replace("6: 6}", "7: 6}")
    )


def test_a_declared_scale_has_no_items_and_takes_the_total(tmp_path: Path) -> None:
    text = CALM[: CALM.index("  - scale: calm_first")].replace("method: sum", "method: declared")
    scale = parsed(tmp_path, text.replace("    items: all\n", "")).scales[0]
    assert (scale.items, scale.takes_declared_total, scale.is_waiting) == (None, True, False)
    assert "`method: declared` is scored from the total" in refusal(tmp_path, text)


class TestStatus:
    def test_a_provisional_instrument_says_what_it_awaits(self, tmp_path: Path) -> None:
        provisional = bent("name: Calm scale", "name: Calm scale\nstatus: provisional")
        assert "says under `awaits` what a confirmation has to settle" in refusal(tmp_path, provisional)

    def test_a_provisional_instrument_has_no_items_to_score(self, tmp_path: Path) -> None:
        text = bent("name: Calm scale", "name: Calm scale\nstatus: provisional\nawaits: [a look]")
        instrument = parsed(tmp_path, text)
        assert [instrument.is_scored(scale) for scale in instrument.scales] == [False, False]
        assert [instrument.signed_items(scale) for scale in instrument.scales] == [(), ()]

    def test_unknown_reversed_items_bar_scoring(self, tmp_path: Path) -> None:
        text = bent("[2]", "unknown")
        assert "`items.reversed` is still open: list the reversed items, or []" in refusal(tmp_path, text)
        waiting = "name: Calm scale\nstatus: provisional\nawaits: [the key]"
        assert parsed(tmp_path, text.replace("name: Calm scale", waiting)).items.reversed is None

    def test_a_scored_instrument_can_score_something(self, tmp_path: Path) -> None:
        text = CALM[: CALM.index("scales:")]
        assert "nothing could be scored: give `scales` with their items" in refusal(tmp_path, text)

    def test_a_waiting_scale_is_awaited(self, tmp_path: Path) -> None:
        text = bent("items: [1, 2]", "items: unknown")
        assert "the items of calm_first are unknown: say so under `awaits`" in refusal(tmp_path, text)
        awaiting = text.replace("name: Calm scale", "name: Calm scale\nawaits: [the first half]")
        instrument = parsed(tmp_path, awaiting)
        assert [instrument.is_scored(scale) for scale in instrument.scales] == [True, False]
        assert instrument.signed_items(instrument.scales[1]) == ()


class TestCodings:
    def coded(self, folder: Path, coding: str) -> Instrument:
        line = f"- {{coding: other, {coding}, description: d, evidence: memory, source: s}}"
        return parsed(folder, bent("count: 4", f"count: 4\n  codings:\n    {line}"))

    def test_counting_from_elsewhere_shifts_every_answer(self, tmp_path: Path) -> None:
        items = self.coded(tmp_path, "minimum: 1, maximum: 4").items
        coding = items.coding("other")
        assert coding is not None
        assert coding.turns(1) is False
        assert items.decoded(coding, turned=False) == {1: 0, 2: 1, 3: 2, 4: 3}
        assert items.coding("unheard_of") is None

    def test_a_turned_item_runs_the_other_way(self, tmp_path: Path) -> None:
        items = self.coded(tmp_path, "minimum: 1, maximum: 4, turned: [3]").items
        assert [items.codings[0].turns(item) for item in (1, 2, 3, 4)] == [False, False, True, False]
        assert items.decoded(items.codings[0], turned=True) == {1: 3, 2: 2, 3: 1, 4: 0}

    def test_all_items_can_be_turned(self, tmp_path: Path) -> None:
        items = self.coded(tmp_path, "minimum: 0, maximum: 3, turned: all").items
        assert all(items.codings[0].turns(item) for item in (1, 2, 3, 4))

    @pytest.mark.parametrize(
        ("coding", "message"),
        [
            ("minimum: 0, maximum: 4", "coding `other` writes 5 answers, the form has 4"),
            ("minimum: 1, maximum: 4, turned: [5]", "coding `other` turns items beyond the last one: [5]"),
        ],
    )
    def test_a_coding_fits_the_form(self, tmp_path: Path, coding: str, message: str) -> None:
        with pytest.raises(ConfigurationError) as refused:
            self.coded(tmp_path, coding)
        assert message in str(refused.value)


class TestCodes:
    @pytest.mark.parametrize(
        ("codes", "message"),
        [
            ("loinc: {total: 44261-5", "`44261-5` is mistyped: its check digit doesn't fit"),
            ("loinc: {total: PHQ", "`PHQ` isn't a LOINC code"),
            ("loinc: {panel: 44261-6, total: 44261-6", "a code stands for two things: 44261-6"),
            ("loinc: {items: [44250-9]", "1 LOINC item codes for 4 items"),
            ('snomed: {score: "960251000000101"', "`960251000000101` is mistyped"),
            ('snomed: {score: "7166"', "`7166` isn't a SNOMED CT identifier"),
        ],
    )
    def test_a_mistyped_code_is_caught(self, tmp_path: Path, codes: str, message: str) -> None:
        text = bent("licence:", f"codes: {{{codes}, evidence: verified, source: x}}}}\nlicence:")
        assert message in refusal(tmp_path, text)

    def test_codes_say_what_they_stand_for(self, tmp_path: Path) -> None:
        codes = 'score: 716613004, former_score: "960251000000100", evidence: verified, source: x'
        instrument = parsed(tmp_path, bent("licence:", f"codes: {{snomed: {{{codes}}}}}\nlicence:"))
        uses = [(use.code, use.role) for use in instrument.codes.uses()]
        assert uses == [("716613004", "score"), ("960251000000100", "former_score")]
