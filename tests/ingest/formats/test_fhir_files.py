"""FHIR files: Bundles, NDJSON, single resources, and why some aren't taken."""

from __future__ import annotations

import json

import pytest
from delivered_files import fixture, refusal_of, skipped_of, table_of
from hypothesis import given, settings
from hypothesis import strategies as st
from made_fhir import CANARY, GAD7, NINE, PHQ9, answers, bundle, cells, form, ndjson, read_fhir

from ingest.canonical import Feed
from ingest.configuration.fhir_options import RESOURCES
from ingest.formats import fhir_files

ONE = json.dumps(form(PHQ9, NINE)).encode()
TWO = ndjson(form(PHQ9, NINE), form(PHQ9, NINE, "r2"))


@pytest.mark.parametrize(
    ("content", "dialect"),
    [
        (ONE, "FHIR, single resource"),
        (json.dumps(form(PHQ9, NINE), indent=2).encode(), "FHIR, single resource"),
        (b"\xef\xbb\xbf" + ONE, "FHIR, single resource"),
        (b"[" + ONE + b"]", "FHIR, list of resources"),
        (bundle(form(PHQ9, NINE)), "FHIR, Bundle (collection)"),
        (bundle(form(PHQ9, NINE), kind=CANARY), "FHIR, Bundle"),
        (bundle(json.loads(bundle(form(PHQ9, NINE), kind="searchset"))), "FHIR, Bundle (collection)"),
        (ONE + b"\n" + ONE, "FHIR, NDJSON"),
        (ONE + b"\r\n\r\n" + ONE + b"\r\n", "FHIR, NDJSON"),
    ],
)
def test_every_envelope_is_opened(content: bytes, dialect: str) -> None:
    result = read_fhir(content)
    assert result.dialects[0] == dialect
    assert answers(cells(result)[0]) == "012301231"


def test_rows_are_numbered_by_line_or_by_place() -> None:
    patient = {"resourceType": "Patient", "id": "p1"}
    for content in (bundle(patient, form(PHQ9, NINE)), ndjson(patient, form(PHQ9, NINE))):
        result = read_fhir(content)
        assert table_of(result)["row"].to_list() == [2]
        assert result.rows_received == {0: 2}
        assert skipped_of(result) == {"another resource": 1}


@pytest.mark.parametrize(
    ("content", "rule", "words"),
    [
        (b"", "FILE-EMPTY", "holds nothing"),
        (b" \n", "FILE-EMPTY", "holds nothing"),
        (b"<Bundle/>", "FILE-UNREADABLE", "This is XML"),
        (b"case,q1\n1,2\n", "FILE-UNREADABLE", "This isn't JSON"),
        (b'{"a": 1}', "FILE-UNREADABLE", "not FHIR"),
        (b"[1, 2]", "FILE-UNREADABLE", "not FHIR"),
        (b'{"resourceType": "Bundle", "entry": [7]}', "FILE-UNREADABLE", "not FHIR"),
        (ONE[:-5], "FILE-UNREADABLE", "damaged or breaks off"),
        (json.dumps(form(PHQ9, NINE), indent=1).encode()[:-5], "FILE-UNREADABLE", "damaged or breaks off"),
        (TWO[:-5], "FILE-UNREADABLE", "Line 2 isn't a resource"),
        (TWO + b"[]\n", "FILE-UNREADABLE", "Line 3 isn't a resource"),
        ('{"resourceType": "Patiënt"}'.encode("cp1252"), "FILE-ENCODING", "UTF-8"),
    ],
)
def test_what_cant_be_read_says_why(content: bytes, rule: str, words: str) -> None:
    refused = refusal_of(read_fhir(content))
    assert refused.rule == rule
    assert words in refused.message


def test_a_document_that_would_fill_the_memory_is_refused_and_lines_arent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fhir_files, "LARGEST_DOCUMENT", len(ONE) - 1)
    assert refusal_of(read_fhir(ONE)).rule == "FILE-TOO-LARGE"
    assert len(cells(read_fhir(TWO))) == 2


def test_a_damaged_file_leaves_the_others_alone() -> None:
    result = read_fhir(TWO[:-5], TWO)
    assert list(result.refusals) == [0]
    assert result.refusals[0].rows == 2
    assert len(cells(result, 1)) == 2


TOLD = tuple(feed for feed in Feed if feed.value in RESOURCES)
"""Feeds that resources tell of; an export of another one is refused by its configuration."""


def test_a_delivery_of_every_kind_of_resource_is_read_for_each_feed() -> None:
    content = fixture("fhir/delivery.json")
    counts = {feed: len(cells(read_fhir(content, feed=feed, instrument=None))) for feed in TOLD}
    assert counts == {
        Feed.CLIENTS: 1, Feed.THERAPISTS: 1, Feed.EPISODES: 1, Feed.APPOINTMENTS: 2, Feed.RESPONSES: 3,
    }  # fmt: skip


FRAGMENTS = (
    b"{",
    b"}",
    b'"',
    b"[",
    b"]",
    b",",
    b"null",
    b"1",
    b"\n",
    b"\xff",
    b'"item"',
    b'{"resourceType":',
    b"[]",
)


@pytest.mark.parametrize("feed", TOLD)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_bytes_give_rows_or_a_refusal(feed: Feed, data: st.DataObject) -> None:
    contents = []
    for content in (fixture("fhir/delivery.json"), fixture("fhir/responses.ndjson")):
        text = bytearray(content)
        for _ in range(data.draw(st.integers(0, 4))):
            at = data.draw(st.integers(0, len(text)))
            text[at : at + data.draw(st.sampled_from([0, 1, 3, 40]))] = data.draw(st.sampled_from(FRAGMENTS))
        contents.append(bytes(text))
    read_fhir(
        *contents, data.draw(st.binary(max_size=60)), feed=feed, identifiers={"Patient": "urn:oid:1.2.3"}
    )


NAMES = (
    "item", "answer", "linkId", "valueCoding", "code", "coding", "extension", "url", "reference", "status",
    "meta", "id", "identifier", "system", "value", "contained", "questionnaire", "source", "encounter",
    "valueQuantity", "participant", "actor", "component", "cancelationReason", "period", "start", "subject",
    "patient", "practitioner", "authored", "dataAbsentReason",
)  # fmt: skip
PRIMITIVES = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False)
WORDS = st.sampled_from(["", "x", "Patient/p", "#p", "http://loinc.org", "LA6568-5", "44250-9"])
JSON = st.recursive(
    PRIMITIVES | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=12,
)
KINDS = ("QuestionnaireResponse", "Observation", "Appointment", "Encounter", "EpisodeOfCare", "Patient",
         "Practitioner", "PractitionerRole", "Questionnaire")  # fmt: skip
STATUSES = ("completed", "final", "entered-in-error", "booked", "cancelled", "active")


@pytest.mark.parametrize("feed", TOLD)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_resources_that_break_the_standard_give_rows_or_a_reason(feed: Feed, data: st.DataObject) -> None:
    wild = st.dictionaries(st.sampled_from(NAMES[4:]), JSON, max_size=6)
    resources = [
        {
            "resourceType": data.draw(st.sampled_from(KINDS)),
            "id": "p",
            "status": data.draw(st.sampled_from(STATUSES)),
        }
        | data.draw(wild)
        for _ in range(3)
    ]
    read_fhir(bundle(*resources), ndjson(*resources), feed=feed, instrument=None)


def test_forms_nested_as_deep_as_json_allows_are_read() -> None:
    inner: dict[str, object] = {"linkId": GAD7[0], "answer": [{"valueInteger": 1}]}
    for _ in range(400):
        inner = {"linkId": "g", "item": [inner]}
    response = form((), (), item=[inner])
    assert answers(cells(read_fhir(json.dumps(response).encode(), instrument="gad7"))[0]) == "1"


def test_a_line_of_another_type_is_counted_without_being_read_but_has_to_be_whole() -> None:
    course = {
        "resourceType": "EpisodeOfCare",
        "id": "e1",
        "status": "active",
        "period": {"start": "2026-01-05"},
    }
    lines = ndjson(course, form(PHQ9, NINE), form(PHQ9, NINE, "r2"))
    result = read_fhir(lines, feed=Feed.EPISODES)
    assert [row["episode_id"] for row in cells(result)] == ["e1"]
    assert skipped_of(result) == {"another resource": 2}
    refused = refusal_of(read_fhir(lines.rstrip()[:-1], feed=Feed.EPISODES))
    assert (refused.rule, refused.rows) == ("FILE-UNREADABLE", 3)
    assert refused.message.startswith("Line 3 isn't a resource")
