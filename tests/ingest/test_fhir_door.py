"""FHIR through the door: what a server sends becomes landed rows, versions and withdrawals."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from door_home import DoorHome

from ingest.configuration.yaml_files import ConfigurationError

DELIVERY = Path(__file__).parents[1] / "fixtures" / "fhir" / "delivery.json"
CANARY = "canary"
CLINIC = """
  - {name: clients, feed: clients, format: fhir, files: "*.json"}
  - {name: therapists, feed: therapists, format: fhir, files: "*.json"}
  - {name: courses, feed: episodes, format: fhir, files: "*.json"}
  - {name: sessions, feed: appointments, format: fhir, files: "*.json", constants: {modality: video}}
  - name: forms
    feed: responses
    format: fhir
    files: "*.json"
    values: {not_given_reason: {asked-declined: declined}}
"""
PHQ9 = """
  - name: phq9
    feed: responses
    format: fhir
    files: "*.json"
    instrument: phq9
    options: {elements: {episode_id: subject}}
"""
CODES = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")


def response(*answers: Any, **more: Any) -> str:
    items = [
        {"linkId": code, "answer": [answer if isinstance(answer, dict) else {"valueInteger": answer}]}
        for code, answer in zip((*CODES, "44261-6"), answers, strict=False)
    ]
    return json.dumps(
        {
            "resourceType": "QuestionnaireResponse",
            "id": "r1",
            "status": "completed",
            "subject": {"reference": "Patient/p1", "display": CANARY},
            "authored": "2026-07-02T09:30:00Z",
            "item": [*items, {"linkId": "why", "answer": [{"valueString": CANARY}]}],
        }
        | more
    )


def test_one_delivery_serves_all_five_feeds(door: DoorHome) -> None:
    door.clinic(CLINIC)
    door.send("delivery.json", DELIVERY.read_bytes())
    summary = door.receive_one()
    assert summary.problem is None
    landed = {export.export_name: export.rows.get("landed") for export in summary.exports}
    assert landed == {"clients": 1, "therapists": 1, "courses": 1, "sessions": 2, "forms": 3}
    assert not [export.quarantined for export in summary.exports if export.quarantined]
    rows = door.rows()
    courses = rows.filter(rows["start_date"].is_not_null())
    forms = rows.filter(rows["response_key"].is_not_null()).sort("instrument_id", "declared_total")
    assert forms["episode_key"].unique().to_list() == courses["episode_key"].to_list()
    assert forms["instrument_id"].to_list() == ["gad7", "gad7", "phq9"]
    assert forms["declared_total"].to_list() == [None, 12.0, None]
    assert forms["not_given_reason"].to_list() == ["declined", None, None]
    assert forms["items"].to_list() == [None, None, [0, 1, 2, 3, 0, 1, 2, 3, 1]]
    sessions = rows.filter(rows["status"].is_not_null())
    assert set(sessions["status"]) == {"attended", "cancelled_by_client"}
    assert set(sessions["modality"]) == {"video"}
    assert set(sessions["therapist_key"]) == set(courses["therapist_key"])


def test_an_instant_becomes_the_clinics_own_time(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("a.json", response(*[1] * 9))
    door.receive_export("phq9")
    assert door.rows()["completed_at"].to_list() == [dt.datetime(2026, 7, 2, 10, 30)]  # British Summer Time


def test_a_later_version_and_a_withdrawal_are_versions_of_the_same_form(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("a.json", response(*[1] * 9, meta={"lastUpdated": "2026-07-02T10:00:00Z"}))
    door.send("b.json", response(*[2] * 9, status="amended", meta={"lastUpdated": "2026-07-03T10:00:00Z"}))
    door.send(
        "c.json",
        response(
            7, 7, status="entered-in-error", authored="soon", meta={"lastUpdated": "2026-07-04T10:00:00Z"}
        ),
    )
    assert door.receive_export("phq9").quarantined == {}
    rows = door.rows().sort("exported_at")
    assert rows["response_key"].n_unique() == 1
    assert rows["is_withdrawn"].to_list() == [False, False, True]
    assert rows["exported_at"].dt.day().to_list() == [2, 3, 4]
    taken_back = rows.row(2, named=True)
    assert taken_back["episode_key"] == rows["episode_key"][0]
    assert [taken_back[name] for name in ("items", "instrument_id", "completed_at")] == [None, None, None]


def test_a_withdrawal_passes_the_acceptance_checks(whole_door: DoorHome) -> None:
    whole_door.clinic(PHQ9)
    whole_door.send(
        "c.json", '{"resourceType": "QuestionnaireResponse", "id": "r9", "status": "entered-in-error"}'
    )
    summary = whole_door.receive_export("phq9")
    assert (summary.rows, summary.refusals) == ({"landed": 1}, ())
    assert whole_door.rows()["episode_key"].to_list() == [None]


def test_a_csv_can_take_things_back_too(door: DoorHome) -> None:
    door.clinic(
        """
  - name: sessions
    feed: appointments
    files: "*.csv"
    columns: {appointment_id: id, episode_id: case, scheduled_at: at, status: state, withdrawn: deleted}
    values: {withdrawn: {"1": "yes", "0": "no"}}
"""
    )
    door.send("s.csv", "id,case,at,state,deleted\n1,A,2026-01-05 10:00,attended,0\n2,A,,,1\n")
    assert door.receive_export("sessions").quarantined == {}
    assert door.rows()["is_withdrawn"].to_list() == [False, True]


def test_an_impossible_total_and_answers_that_cant_be_read_are_refused(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("a.json", response(*[1] * 9, 99))
    door.send("b.json", response({"valueString": CANARY}, id="r2"))
    door.send("c.json", response({"valueInteger": 9}, id="r3"))
    assert door.receive_export("phq9").quarantined == {
        "ROW-TOTAL-RANGE": 1, "ROW-NUMBER": 1, "ROW-ITEM-RANGE": 1,
    }  # fmt: skip


def test_no_free_text_gets_any_further_than_the_inbox(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("a.json", response(*[1] * 9))
    door.send("b.json", response({"valueString": CANARY}, id="r2"))
    door.receive_export("phq9")
    kept = [
        path for path in door.home.root.rglob("*") if path.is_file() and door.home.inbox not in path.parents
    ]
    assert len(kept) > 5
    assert not [path.name for path in kept if CANARY.encode() in path.read_bytes()]
    assert door.landed("rows").height == 1
    assert CANARY not in str(door.landed("rows").rows()) + str(door.landed("deliveries").rows())


def test_a_companion_questionnaire_that_changes_is_read_by_anew(door: DoorHome) -> None:
    door.clinic(PHQ9.replace("elements:", "questionnaires: [mood.json], elements:"))
    ordinal = "http://hl7.org/fhir/StructureDefinition/ordinalValue"

    def questionnaire(number: int) -> str:
        option = {"valueCoding": {"code": "b"}, "extension": [{"url": ordinal, "valueDecimal": number}]}
        item = {"linkId": "q", "code": [{"code": CODES[0]}], "answerOption": [option]}
        return json.dumps({"resourceType": "Questionnaire", "url": "http://a.org/q", "item": [item]})

    asked = {"linkId": "q", "answer": [{"valueCoding": {"code": "b"}}]}
    door.send("a.json", response(questionnaire="http://a.org/q", item=[asked]))
    for number in (1, 2):
        (door.home.root / "mood.json").write_text(questionnaire(number))
        door.receive_export("phq9")
        assert door.rows(run=number)["items"].to_list() == [[number, *[None] * 8]]


@pytest.mark.parametrize(
    ("export", "words"),
    [
        (
            "feed: responses, instrument: phq9, options: {link_ids: {items: [a, b]}}",
            "2 link ids, but phq9 has 9",
        ),
        ("feed: responses, options: {link_ids: {total: t}}", "`options.link_ids` needs `instrument`"),
        ("feed: responses, instrument: phq9, options: {link_ids: {}}", "name the link ids of `items`"),
        (
            "feed: responses, instrument: phq9, options: {link_ids: {total: t, comment: t}}",
            "a link id stands for two things: t",
        ),
        ("feed: episodes, options: {elements: {mood: a}}", "`options.elements.mood` isn't a column of"),
        ("feed: episodes, options: {elements: {programme: 'a b'}}", "isn't a path; write names with dots"),
        ("feed: episodes, options: {elements: {programme: type}}", "`programme` has no declared codes"),
        ("feed: episodes, options: {resource: Patient}", "gives no episodes. Allowed: EpisodeOfCare"),
        ("feed: episodes, options: {answers: {a: 1}}", "belong to responses only"),
        ("feed: episodes, options: {cancelled_by: {a: client}}", "belongs to appointments only"),
        ("feed: episodes, options: {link_id: 1}", "did you mean `link_ids`?"),
    ],
)  # fmt: skip
def test_options_that_cant_be_meant_are_named(door: DoorHome, export: str, words: str) -> None:
    door.clinic(f"  - {{name: e, format: fhir, files: a, {export}}}")
    with pytest.raises(ConfigurationError) as refused:
        _ = door.registry
    assert words in str(refused.value)
