"""A REDCap project through its interface for programs."""

from __future__ import annotations

import csv

import pytest
from remote_home import RemoteHome
from servers import Project, WebServer

TOKEN = "0123456789ABCDEF0123456789ABCDEF"
METADATA = (
    "field_name,form_name,field_type,field_label,select_choices_or_calculations,"
    "text_validation_type_or_show_slider_number\nrecord_id,intake,text,Record,,\n"
    'phq1,phq9,radio,"Little interest","0, Not at all | 1, Several days",\n'
)


def rows(count: int) -> list[dict[str, str]]:
    return [
        {"record_id": f"N-{number}", "phq1": str(number % 4), "note": 'said "no",\nthen left'}
        for number in range(count)
        for _ in range(2)  # two rows of each record, as of two events
    ]


@pytest.fixture
def project(web: WebServer) -> Project:
    """A project of 25 records."""
    web.project = Project(TOKEN, METADATA, rows(25))
    return web.project


@pytest.fixture
def redcap(
    remote: RemoteHome, web: WebServer, project: Project, monkeypatch: pytest.MonkeyPatch
) -> RemoteHome:
    """A home whose clinic keeps its data in that project."""
    monkeypatch.setenv("NORTH_REDCAP", TOKEN)
    remote.clinic(source_of(web))
    return remote


def source_of(web: WebServer, extra: str = "") -> str:
    return (
        f"{{kind: redcap_api, url: '{web.url}api/', token: {{env: NORTH_REDCAP}}, records_per_request: 10, "
        f"timeout_seconds: 3{extra}}}"
    )


def exported(remote: RemoteHome) -> list[dict[str, str]]:
    text = remote.files["records.csv"].decode()
    return list(csv.DictReader(text.splitlines(keepends=True)))


def test_all_records_come_in_pages_with_one_header_and_the_dictionary_beside_them(
    redcap: RemoteHome, project: Project
) -> None:
    fetched = redcap.fetch()
    assert fetched.sentence == "1 file(s) fetched"
    assert exported(redcap) == rows(25)
    assert (redcap.folder / "dictionary.csv").read_text() == METADATA
    pages = [form for form in project.forms if form["content"] == ["record"] and "fields[0]" not in form]
    assert [sum(key.startswith("records[") for key in form) for form in pages] == [10, 10, 5]
    assert {form["exportDataAccessGroups"][0] for form in pages} == {"true"}
    assert {form["content"][0] for form in project.forms} == {"metadata", "record"}  # nothing is written


def test_an_unchanged_project_leaves_the_file_alone_and_a_changed_one_replaces_it(
    redcap: RemoteHome, project: Project
) -> None:
    redcap.fetch()
    path = redcap.folder / "files" / "records.csv"
    before = path.stat().st_ino
    assert redcap.fetch().fetched == 0
    assert path.stat().st_ino == before
    project.rows[0]["phq1"] = "3"
    assert redcap.fetch().fetched == 1
    assert exported(redcap) == project.rows


def test_a_page_cut_short_or_refused_is_asked_for_again_and_no_other(
    redcap: RemoteHome, web: WebServer, project: Project
) -> None:
    def fail_once() -> None:
        project.before_page = None
        project.truncated = 1

    project.before_page = fail_once
    web.failures = [502]
    assert redcap.fetch().is_complete
    assert redcap.pauses == [1.0, 1.0]  # a page came between the failures
    assert exported(redcap) == rows(25)
    assert sum("exportSurveyFields" in form for form in project.forms) == 4  # three pages, one of them twice


def test_a_record_deleted_meanwhile_is_left_out_and_nothing_else(
    redcap: RemoteHome, project: Project
) -> None:
    def delete() -> None:
        project.rows = [row for row in project.rows if row["record_id"] != "N-3"]

    project.before_page = delete
    assert redcap.fetch().is_complete
    assert exported(redcap) == [row for row in rows(25) if row["record_id"] != "N-3"]


def test_fields_changed_during_the_export_stop_it_before_anything_is_taken(
    redcap: RemoteHome, project: Project
) -> None:
    calls: list[int] = []

    def rename() -> None:
        calls.append(1)
        if len(calls) == 2:
            project.rows = [{"record_id": row["record_id"], "phq_1": row["phq1"]} for row in project.rows]

    project.before_page = rename
    assert "fields were changed during the export" in redcap.fetch().sentence
    assert redcap.files == {}


def test_a_wrong_token_is_told_without_the_token(
    redcap: RemoteHome, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "F" * 32
    monkeypatch.setenv("NORTH_REDCAP", wrong)
    caplog.set_level("DEBUG")
    said = redcap.fetch().sentence
    assert "the token is wrong or withdrawn" in said
    assert redcap.pauses == []
    assert wrong not in said + caplog.text


def test_only_what_is_asked_for_is_exported(redcap: RemoteHome, web: WebServer) -> None:
    redcap.clinic(source_of(web, ", fields: [phq1]"))
    assert redcap.fetch().is_complete
    assert set(exported(redcap)[0]) == {"record_id", "phq1"}


def test_a_project_without_records_gives_no_file(redcap: RemoteHome, project: Project) -> None:
    project.records = False
    assert redcap.fetch().is_complete
    assert redcap.files == {}
