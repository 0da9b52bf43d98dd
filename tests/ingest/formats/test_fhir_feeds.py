"""Appointments, encounters, courses and people in FHIR, and the references between them."""

from __future__ import annotations

from typing import Any

import pytest
from delivered_files import refusal_of, skipped_of
from made_fhir import CANARY, EPISODE, NINE, PHQ9, Json, bundle, cells, form, ndjson, read_fhir

from ingest.canonical import Feed

MRN = "urn:oid:1.2.3"


def appointment(status: str, own_id: str = "a1", **more: Any) -> Json:
    return {
        "resourceType": "Appointment",
        "id": own_id,
        "status": status,
        "start": "2026-03-02T09:30:00+01:00",
        "extension": [{"url": EPISODE, "valueReference": {"reference": "EpisodeOfCare/e1"}}],
        "participant": [
            {"actor": {"reference": "Patient/p1", "display": CANARY}},
            {"actor": {"reference": "https://fhir.example.org/Practitioner/t1"}},
        ],
        **more,
    }


def encounter(status: str, own_id: str = "v1", **more: Any) -> Json:
    return {
        "resourceType": "Encounter",
        "id": own_id,
        "status": status,
        "period": {"start": "2026-03-02T09:30:00+01:00"},
        "episodeOfCare": [{"reference": "EpisodeOfCare/e1"}],
        "participant": [{"individual": {"reference": "Practitioner/t1"}}],
        **more,
    }


def course(own_id: str = "e1", **more: Any) -> Json:
    return {
        "resourceType": "EpisodeOfCare",
        "id": own_id,
        "status": "active",
        "patient": {"reference": "Patient/p1"},
        "careManager": {"reference": "Practitioner/t1"},
        "period": {"start": "2026-01-05"},
        **more,
    }


def patient(own_id: str = "p1", **more: Any) -> Json:
    return {
        "resourceType": "Patient",
        "id": own_id,
        "identifier": [
            {"system": "urn:other", "value": "999"},
            {"system": MRN, "value": f"MRN-{own_id}"},
        ],
        "name": [{"family": CANARY}],
        "gender": "female",
        "birthDate": "1990-05-17",
        **more,
    }


def appointments(*resources: Json, **more: Any) -> list[dict[str, str]]:
    return cells(read_fhir(ndjson(*resources), feed=Feed.APPOINTMENTS, **more))


@pytest.mark.parametrize(
    ("status", "read"),
    [
        ("pending", "scheduled"),
        ("booked", "scheduled"),
        ("arrived", "attended"),
        ("checked-in", "attended"),
        ("fulfilled", "attended"),
        ("noshow", "no_show"),
        ("cancelled", "cancelled"),
    ],
)
def test_each_status_of_an_appointment_has_its_word(status: str, read: str) -> None:
    assert appointments(appointment(status)) == [
        {
            "appointment_id": "a1",
            "episode_id": "e1",
            "scheduled_at": "2026-03-02T09:30:00+01:00",
            "status": read,
            "therapist_id": "t1",
        }
    ]


@pytest.mark.parametrize("status", ["proposed", "waitlist"])
def test_what_isnt_booked_is_no_appointment(status: str) -> None:
    result = read_fhir(ndjson(appointment(status)), feed=Feed.APPOINTMENTS)
    assert skipped_of(result) == {"not booked": 1}


def test_an_appointment_entered_in_error_withdraws_itself() -> None:
    (row,) = appointments(appointment("entered-in-error"))
    assert (row["appointment_id"], row["withdrawn"]) == ("a1", "yes")


def cancelled(code: str) -> Json:
    return appointment("cancelled", cancelationReason={"coding": [{"code": code}]})


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("pat", "cancelled_by_client"),
        ("pat-mt", "cancelled_by_client"),
        ("prov", "cancelled_by_clinic"),
        ("prov-pers", "cancelled_by_clinic"),
        ("snow", "cancelled_by_clinic"),
        ("patio", "cancelled"),
        ("weather", "weather"),
    ],
)
def test_the_reason_says_who_cancelled(code: str, read: str) -> None:
    values = {"status": {"weather": "cancelled_by_clinic"}}
    (row,) = appointments(cancelled(code), cancelled_by={"snow": "clinic"}, values=values)
    assert row["status"] == read


def test_a_clinic_may_see_a_status_differently() -> None:
    (row,) = appointments(appointment("arrived"), values={"status": {"arrived": "attended_late"}})
    assert row["status"] == "arrived"


@pytest.mark.parametrize(
    ("status", "read"),
    [
        ("planned", "scheduled"),
        ("arrived", "attended"),
        ("triaged", "attended"),
        ("in-progress", "attended"),
        ("onleave", "attended"),
        ("finished", "attended"),
        ("cancelled", "cancelled"),
    ],
)
def test_each_status_of_an_encounter_has_its_word(status: str, read: str) -> None:
    (row,) = appointments(encounter(status), resource="Encounter")
    assert row == {
        "appointment_id": "v1",
        "episode_id": "e1",
        "scheduled_at": "2026-03-02T09:30:00+01:00",
        "status": read,
        "therapist_id": "t1",
    }


def test_a_course_ends_as_the_clinic_says() -> None:
    ended = course("e2", status="finished", period={"start": "2026-01-05", "end": "2026-02-20"})
    resources = ndjson(
        course(), ended, course("e3", status="waitlist"), course("e4", status="entered-in-error")
    )
    result = read_fhir(resources, feed=Feed.EPISODES, values={"end_reason": {"finished": "completed"}})
    rows = cells(result)
    first = {"episode_id": "e1", "client_id": "p1", "therapist_id": "t1", "start_date": "2026-01-05"}
    assert rows[0] == first
    assert rows[1] == first | {"episode_id": "e2", "end_date": "2026-02-20", "end_reason": "finished"}
    assert rows[2]["withdrawn"] == "yes"
    assert skipped_of(result) == {"not begun": 1}
    assert "end_reason" not in read_fhir(resources, feed=Feed.EPISODES).tables[0].header


def test_an_extension_or_a_code_is_read_where_the_mapping_says() -> None:
    with_more = course(
        type=[
            {"coding": [{"system": "urn:a", "code": "1"}, {"system": "urn:b", "code": "cbt"}], "text": CANARY}
        ],
        extension=[{"url": "http://example.org/planned", "valueInteger": 12}],
        referralRequest=[{"reference": "ServiceRequest/s1"}],
    )
    request = {"resourceType": "ServiceRequest", "id": "s1", "authoredOn": "2025-12-20"}
    (row,) = cells(
        read_fhir(
            ndjson(with_more, request),
            feed=Feed.EPISODES,
            elements={
                "programme": "type.coding(urn:b)",
                "planned_sessions": [
                    "extension(http://example.org/other)",
                    "extension(http://example.org/planned)",
                ],
            },
        )
    )
    assert (row["programme"], row["planned_sessions"], row["referral_date"]) == ("cbt", "12", "2025-12-20")


def test_clients_have_no_name_and_only_a_year_of_birth() -> None:
    race = {
        "url": "http://example.org/ethnicity",
        "extension": [{"url": "group", "valueCoding": {"code": "A"}}],
    }
    (row,) = cells(
        read_fhir(
            ndjson(patient(extension=[race], communication=[{"language": {"coding": [{"code": "de"}]}}])),
            feed=Feed.CLIENTS,
            elements={
                "ethnicity_group": "extension(http://example.org/ethnicity).extension(group)",
                "language": "communication.language",
            },
        )
    )
    assert row == {
        "client_id": "p1", "gender": "female", "birth_year": "1990", "ethnicity_group": "A", "language": "de",
    }  # fmt: skip


def test_therapists_are_practitioners_or_their_roles() -> None:
    person = {"resourceType": "Practitioner", "id": "t1", "name": [{"family": CANARY}]}
    role = {
        "resourceType": "PractitionerRole",
        "id": "role7",
        "practitioner": {"reference": "Practitioner/t1"},
        "code": [{"coding": [{"code": "psy"}]}],
    }
    assert cells(read_fhir(ndjson(person), feed=Feed.THERAPISTS)) == [{"therapist_id": "t1"}]
    roles = read_fhir(
        ndjson(role, person),
        feed=Feed.THERAPISTS,
        resource="PractitionerRole",
        elements={"profession": "code"},
    )
    assert cells(roles) == [{"therapist_id": "t1", "profession": "psy"}]
    in_role = appointment("booked", participant=[{"actor": {"reference": "PractitionerRole/role7"}}])
    assert appointments(in_role, role)[0]["therapist_id"] == "t1"
    alone = read_fhir(ndjson(in_role), feed=Feed.APPOINTMENTS)
    assert "therapist_id" not in cells(alone)[0]
    assert "1 therapists who can't be told from their role" in alone.dialects[0]


@pytest.mark.parametrize(
    "reference",
    [
        {"reference": "Patient/p1"},
        {"reference": "Patient/p1/_history/3"},
        {"reference": "https://fhir.example.org/r4/Patient/p1"},
        {"reference": "urn:uuid:9f1c"},
        {"reference": "#here"},
        {"type": "Patient", "identifier": {"system": MRN, "value": "MRN-p1"}},
    ],
)
def test_the_clinics_own_identifier_is_found_by_every_kind_of_reference(reference: Json) -> None:
    by_url = patient(fullUrl="urn:uuid:9f1c") if "urn" in str(reference) else patient()
    held = course(patient=reference, contained=[patient("p1") | {"id": "here"}])
    if reference.get("reference") == "#here":
        held["contained"][0]["identifier"][1]["value"] = "MRN-p1"
    result = read_fhir(bundle(by_url, held), feed=Feed.EPISODES, identifiers={"Patient": MRN})
    assert cells(result)[0]["client_id"] == "MRN-p1"


def test_without_the_resource_an_identifier_isnt_guessed_from_an_id() -> None:
    result = read_fhir(ndjson(course()), feed=Feed.EPISODES, identifiers={"Patient": MRN})
    assert "client_id" not in cells(result)[0]
    assert "1 reference to Patient that no file holds" in result.dialects[0]


def test_references_lead_into_the_other_files_of_a_delivery() -> None:
    result = read_fhir(ndjson(course()), ndjson(patient()), feed=Feed.EPISODES, identifiers={"Patient": MRN})
    assert cells(result)[0]["client_id"] == "MRN-p1"
    assert skipped_of(result, 1) == {"another resource": 1}


def test_a_form_finds_its_course_through_its_encounter() -> None:
    filled = form(
        PHQ9,
        NINE,
        extension=[],
        encounter={"reference": "Encounter/v1"},
        source={"reference": "Practitioner/t1"},
    )
    visit = encounter("finished", appointment=[{"reference": "Appointment/a1"}])
    (row,) = cells(read_fhir(ndjson(filled, visit)))
    assert (row["episode_id"], row["appointment_id"], row["respondent"]) == ("e1", "a1", "therapist")
    alone = read_fhir(ndjson(filled))
    assert "episode_id" not in cells(alone)[0]
    assert "references to Encounter that no file holds" in alone.dialects[0]


@pytest.mark.parametrize(
    ("source", "read"),
    [("Patient/p1", "client"), ("PractitionerRole/x", "therapist"), ("RelatedPerson/m", "RelatedPerson")],
)
def test_who_filled_a_form_in_is_told_by_its_source(source: str, read: str) -> None:
    (row,) = cells(read_fhir(ndjson(form(PHQ9, NINE, source={"reference": source}))))
    assert row["respondent"] == read


def test_what_is_marked_as_test_data_is_skipped() -> None:
    tried = patient(meta={"security": [{"code": "HTEST"}]})
    assert skipped_of(read_fhir(ndjson(tried), feed=Feed.CLIENTS)) == {"test data": 1}


def test_a_column_that_resources_dont_have_is_asked_for() -> None:
    refused = refusal_of(read_fhir(ndjson(course()), feed=Feed.EPISODES, needed=("programme",)))
    assert refused.rule == "FILE-COLUMN-MISSING"
    assert "Say under `options.elements`" in refused.message


def test_a_reference_that_leads_back_to_itself_ends() -> None:
    role = {
        "resourceType": "PractitionerRole",
        "id": "r",
        "practitioner": {"reference": "PractitionerRole/r"},
    }
    in_role = appointment("booked", participant=[{"actor": {"reference": "PractitionerRole/r"}}])
    assert "therapist_id" not in appointments(in_role, role)[0]
