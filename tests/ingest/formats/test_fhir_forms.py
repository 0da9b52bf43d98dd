"""Forms in FHIR: which question is which, what an answer is worth, which form it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from delivered_files import refusal_of, skipped_of
from made_fhir import (
    ABSENT,
    ANSWERS,
    CANARY,
    GAD7,
    NINE,
    ORDINAL,
    PHQ9,
    Json,
    answers,
    bundle,
    cells,
    coded,
    form,
    item,
    ndjson,
    read_fhir,
)

REAL = Path(__file__).parents[3] / ".." / "shared" / "real" / "fhir_mii_phq9_response.json"

ROW = {"episode_id": "e1", "response_id": "r1", "completed_at": "2026-03-02T09:30:00+01:00"}


def one(
    *items: Json, instrument: str | None = "phq9", questionnaire: str = "", **options: Any
) -> dict[str, str]:
    """Read one response with these items; returns its row."""
    response = form((), (), item=list(items), questionnaire=questionnaire)
    (row,) = cells(read_fhir(json.dumps(response).encode(), instrument=instrument, **options))
    return row


def test_items_are_recognised_by_loinc_codes_in_their_link_ids() -> None:
    (row,) = cells(read_fhir(json.dumps(form(PHQ9, NINE)).encode()))
    assert answers(row) == "012301231"
    assert {name: row[name] for name in ROW} == ROW


@pytest.mark.parametrize("link", ["44250-9", "/44250-9", "phq/44250-9", "http://loinc.org#44250-9"])
def test_a_code_is_found_at_the_end_of_a_link_id(link: str) -> None:
    assert answers(one(item(link, coded(2)))) == "2"


def test_a_definition_names_an_item_as_well() -> None:
    assert answers(one(item("1", coded(2), definition="http://example.org/q#44250-9"))) == "2"


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real data sets aren't beside the project")
def test_the_published_response_has_nine_threes_and_its_tenth_item_belongs_to_no_score() -> None:
    links = {"items": [f"PHQ.{number}" for number in range(1, 10)], "total": "PHQ.Score"}
    (row,) = cells(read_fhir(REAL.read_bytes(), link_ids=links, elements={"episode_id": "subject"}))
    assert answers(row) == "3" * 9
    assert (row["total"], row["episode_id"]) == ("27", "example")


def test_link_ids_of_the_mapping_come_before_codes() -> None:
    row = one(
        item("a", coded(1)),
        item("44250-9", coded(3)),
        link_ids={"items": ["a", "44250-9", *(f"q{number}" for number in range(3, 10))]},
    )
    assert answers(row) == "13"


def test_items_are_found_in_nested_groups_and_below_answers() -> None:
    below = item("root", {"valueBoolean": True, "item": [item("/44255-8", coded(2))]})
    group = {"linkId": "g", "item": [{"linkId": "h", "item": [item("/44250-9", coded(1)), below]}]}
    assert answers(one(group)) == "12"


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        (coded(2), "2"),
        ({"valueCoding": {"code": "LA6570-1"}}, "2"),
        ({"valueInteger": 3}, "3"),
        ({"valueDecimal": 2.0}, "2"),
        ({"valueDecimal": 2.5}, "2.5"),
        ({"valueQuantity": {"value": 1, "unit": "points"}}, "1"),
        ({"valueString": " 3 "}, "3"),
        ({"valueString": CANARY}, "?"),
        ({"valueBoolean": True}, "?"),
        ({"valueCoding": {"code": "odd", "display": CANARY}}, "?"),
        ({"valueCoding": {"display": "Several days"}}, "1"),
        ({"valueCoding": {"code": "B"}}, "2"),
        ({"valueCoding": {"code": "x", "extension": [{"url": ORDINAL, "valueDecimal": 3}]}}, "3"),
        ({"valueCoding": {"code": "x"}, "extension": [{"url": ORDINAL, "valueDecimal": 3}]}, "3"),
        ({"valueString": CANARY, "_valueString": {"extension": [{"url": ORDINAL, "valueInteger": 1}]}}, "1"),
        ({"valueString": "several DAYS"}, "1"),
        ({"valueInteger": "2"}, "?"),
        ({"valueInteger": True}, "?"),
        ({"valueQuantity": "2"}, "?"),
        ({"valueCoding": "LA6570-1"}, "?"),
    ],
)
def test_an_answer_of_any_type_is_read_as_the_forms_own_number(answer: Json, read: str) -> None:
    assert answers(one(item("44250-9", answer), answers={"Several days": 1, "B": 2})) == read


def test_the_number_that_an_answer_declares_counts_and_a_code_that_contradicts_it_is_told() -> None:
    wrong = {"valueCoding": {"code": ANSWERS[3], "extension": [{"url": ORDINAL, "valueDecimal": 1}]}}
    result = read_fhir(json.dumps(form((), (), item=[item("44250-9", wrong)])).encode())
    assert answers(cells(result)[0]) == "1"
    assert "1 answer with a code that contradicts its number: the number counts" in result.dialects[0]


def worth(number: float) -> Json:
    return {"extension": [{"url": ORDINAL, "valueDecimal": number}]}


QUESTIONNAIRE: Json = {
    "resourceType": "Questionnaire",
    "id": "mood",
    "url": "http://example.org/Questionnaire/mood",
    "version": "2",
    "code": [{"system": "http://loinc.org", "code": "44249-1"}],
    "item": [
        {
            "linkId": "group",
            "item": [
                {
                    "linkId": "first",
                    "code": [{"system": "http://loinc.org", "code": PHQ9[0]}],
                    "answerOption": [
                        {"valueCoding": {"code": "a", "display": "Never"}, **worth(0)},
                        {"valueCoding": {"code": "b", "display": "Often", **worth(2)}},
                    ],
                }
            ],
        }
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "canonical",
    [
        "http://example.org/Questionnaire/mood",
        "http://example.org/Questionnaire/mood|2",
        "Questionnaire/mood",
    ],
)
@pytest.mark.parametrize("answer", [{"code": "b"}, {"display": "often"}])
def test_a_questionnaire_beside_the_responses_says_which_item_and_which_number(
    canonical: str, answer: Json
) -> None:
    response = form((), (), item=[item("first", {"valueCoding": answer})], questionnaire=canonical)
    for result in (
        read_fhir(bundle(QUESTIONNAIRE, response)),
        read_fhir(bundle(response, QUESTIONNAIRE)),
        read_fhir(
            ndjson(response),
            questionnaires=["q/mood.json"],
            companions={"q/mood.json": json.dumps(QUESTIONNAIRE).encode()},
        ),
    ):
        assert answers(cells(result)[0]) == "2"


def test_a_contained_questionnaire_is_its_own_responses_alone() -> None:
    first = form((), (), item=[item("first", coded(2))], questionnaire="#mood", contained=[QUESTIONNAIRE])
    other = form((), (), "r2", item=[item("first", coded(2))], questionnaire="#mood")
    result = read_fhir(ndjson(first, other))
    assert [row["response_id"] for row in cells(result)] == ["r1"]
    assert skipped_of(result) == {"another form": 1}


def test_a_questionnaire_that_isnt_there_is_asked_for() -> None:
    refused = refusal_of(read_fhir(ndjson(form(PHQ9, NINE)), questionnaires="q/mood.json"))
    assert refused.rule == "FILE-UNREADABLE"
    assert "q/mood.json isn't there. Put it there" in refused.message


def test_item_codes_decide_which_form_it_is_whatever_the_panel_says() -> None:
    gad7 = form(GAD7, (1,) * 7, questionnaire="http://loinc.org/q/44249-1")
    (row,) = cells(read_fhir(ndjson(gad7), instrument=None))
    assert row["instrument"] == "gad7"
    assert skipped_of(read_fhir(ndjson(gad7), instrument="phq9")) == {"another form": 1}
    assert answers(cells(read_fhir(ndjson(gad7), instrument="gad7"))[0]) == "1111111"


def test_a_form_of_two_instruments_is_read_once_for_each() -> None:
    both = form(PHQ9 + GAD7, NINE + (2,) * 7)
    assert answers(cells(read_fhir(ndjson(both), instrument="phq9"))[0]) == "012301231"
    assert answers(cells(read_fhir(ndjson(both), instrument="gad7"))[0]) == "2222222"
    assert cells(read_fhir(ndjson(both), instrument=None))[0]["instrument"] == "gad7+phq9"


def test_a_form_that_the_registry_doesnt_know_is_somebody_elses() -> None:
    unknown = form(("99999-9",), (1,), questionnaire="http://example.org/mood")
    assert skipped_of(read_fhir(ndjson(unknown), instrument=None)) == {"another form": 1}
    named = read_fhir(
        ndjson(unknown), instrument=None, values={"instrument": {"http://example.org/mood": "phq9"}}
    )
    assert cells(named)[0]["instrument"] == "http://example.org/mood"


def test_only_the_questionnaires_that_are_asked_for_are_read() -> None:
    mine = form(PHQ9, NINE, questionnaire="http://example.org/a|3")
    theirs = form(PHQ9, NINE, "r2", questionnaire="http://example.org/b")
    result = read_fhir(ndjson(mine, theirs), questionnaire="http://example.org/a")
    assert [row["response_id"] for row in cells(result)] == ["r1"]
    assert skipped_of(result) == {"another form": 1}


def test_a_declared_total_travels_with_the_items_and_alone() -> None:
    total = item("/44261-6", {"valueDecimal": 11})
    with_items = form(PHQ9, NINE)
    with_items["item"].append(total)
    rows = cells(read_fhir(ndjson(with_items, form((), (), "r2", item=[total]))))
    assert [(row["total"], answers(row)) for row in rows] == [("11", "012301231"), ("11", "")]


def test_a_question_answered_twice_and_differently_cant_be_read() -> None:
    assert answers(one(item("44250-9", coded(1)), item("44250-9", coded(1)))) == "1"
    assert answers(one(item("44250-9", coded(1)), item("44250-9", coded(2)))) == "?"
    assert answers(one(item("44250-9", coded(1), coded(2)))) == "?"


def test_why_nothing_was_answered_is_kept_and_a_single_refusal_leaves_its_item_empty() -> None:
    declined = {"valueCoding": {"code": "asked-declined"}}
    whole = form((), (), item=[item(code, declined) for code in GAD7])
    one_item = form((), (), "r2", item=[item(GAD7[0], declined), item(GAD7[1], coded(2))])
    by_extension = form(
        (), (), "r3", item=[{"linkId": GAD7[0], "extension": [{"url": ABSENT, "valueCode": "unknown"}]}]
    )
    rows = cells(read_fhir(ndjson(whole, one_item, by_extension), instrument="gad7"))
    assert [row.get("not_given_reason") for row in rows] == ["asked-declined", None, "unknown"]
    assert answers(rows[1]) == "-2"


def test_of_free_text_only_its_length_is_handed_on() -> None:
    row = one(
        item("44250-9", coded(1)),
        item("note", {"valueString": CANARY}),
        item("other", {"valueString": CANARY}),
        link_ids={"items": [f"q{number}" for number in range(9)], "comment": "note"},
    )
    assert row["comment"] == "x" * len(CANARY)


def total_of(code: str, value: Json, own_id: str = "o1", **more: Any) -> Json:
    return {
        "resourceType": "Observation",
        "id": own_id,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "effectiveDateTime": "2026-03-02",
        **value,
        **more,
    }


def test_a_total_that_comes_as_an_observation_stays_a_total() -> None:
    seventeen = {"valueQuantity": {"value": 17}}
    result = read_fhir(
        ndjson(
            total_of("44261-6", seventeen),
            total_of("506701000000100", {"valueInteger": 5}, "o2"),
            total_of("8867-4", {"valueQuantity": {"value": 60}}, "pulse"),
            total_of("44250-9", {"valueInteger": 1}, "single"),
            total_of("44261-6", seventeen, "o3", derivedFrom=[{"reference": "QuestionnaireResponse/r1"}]),
            total_of("44261-6", seventeen, "o4", status="preliminary"),
        )
    )
    rows = cells(result)
    assert [(row["response_id"], row["total"]) for row in rows] == [
        ("Observation/o1", "17"),
        ("Observation/o2", "5"),
    ]
    assert all(answers(row) == "" for row in rows)
    assert skipped_of(result) == {"another form": 2, "total of a form": 1, "in progress": 1}


def test_a_panel_observation_brings_its_items_as_components() -> None:
    components = [
        {"code": {"coding": [{"code": code}]}, "valueCodeableConcept": {"coding": [{"code": ANSWERS[2]}]}}
        for code in PHQ9
    ]
    (row,) = cells(read_fhir(ndjson(total_of("44249-1", {}, component=components))))
    assert answers(row) == "2" * 9


def test_an_observation_says_why_it_has_no_value() -> None:
    reason = {"dataAbsentReason": {"coding": [{"code": "asked-declined"}]}}
    (row,) = cells(read_fhir(ndjson(total_of("44261-6", reason))))
    assert row["not_given_reason"] == "asked-declined"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("in-progress", "in progress"),
        ("stopped", "stopped"),
        ("", "without a status"),
        ("odd", "without a status"),
    ],
)
def test_what_isnt_finished_is_skipped_with_its_reason(status: str, reason: str) -> None:
    assert skipped_of(read_fhir(ndjson(form(PHQ9, NINE, status=status)))) == {reason: 1}


def test_an_amended_form_is_a_version_and_one_entered_in_error_withdraws_itself() -> None:
    amended = form(PHQ9, NINE, status="amended", meta={"lastUpdated": "2026-03-05T10:00:00Z"})
    wrong = {"resourceType": "QuestionnaireResponse", "id": "r2", "status": "entered-in-error"}
    first, second = cells(read_fhir(ndjson(amended, wrong)))
    assert first["exported_at"] == "2026-03-05T10:00:00Z"
    assert "withdrawn" not in first
    assert second == {"response_id": "r2", "withdrawn": "yes"}


def test_a_history_says_what_was_deleted() -> None:
    history = {
        "resourceType": "Bundle",
        "type": "history",
        "entry": [
            {
                "request": {"method": "DELETE", "url": "QuestionnaireResponse/r1"},
                "response": {"status": "204", "lastModified": "2026-03-07T08:00:00Z"},
            },
            {"request": {"method": "DELETE", "url": "Patient/p1"}},
            {"resource": form(PHQ9, NINE), "request": {"method": "POST", "url": "QuestionnaireResponse"}},
        ],
    }
    result = read_fhir(json.dumps(history).encode())
    assert cells(result)[0] == {
        "response_id": "r1",
        "withdrawn": "yes",
        "exported_at": "2026-03-07T08:00:00Z",
    }
    assert answers(cells(result)[1]) == "012301231"
    assert skipped_of(result) == {"another resource": 1}


def test_columns_that_the_mapping_fills_in_arent_read() -> None:
    result = read_fhir(ndjson(form(PHQ9, NINE)), given=("respondent",))
    assert "respondent" not in result.tables[0].header


def test_an_answer_seen_before_means_the_same_only_to_the_same_question() -> None:
    """Plain answers are worked out once; no other question and no other kind of 1 may get the result."""
    one_of = {"valueCoding": {"code": "1"}}
    rows = cells(
        read_fhir(
            ndjson(
                form((), (), "r1", item=[item("44250-9", coded(1)), item("44255-8", {"valueInteger": 1})]),
                form((), (), "r2", item=[item("44250-9", {"valueInteger": 1}), item("44255-8", coded(1))]),
                form((), (), "r3", item=[item("44250-9", {"valueInteger": True}), item("44255-8", one_of)]),
                form((), (), "r4", item=[item("44250-9", coded(2)), item("44255-8", coded(1, display="x"))]),
            ),
            answers={"1": 3},
        )
    )
    assert [answers(row) for row in rows] == ["11", "11", "?3", "21"]
