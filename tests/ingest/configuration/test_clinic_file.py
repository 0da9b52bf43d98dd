"""What a clinic's YAML may say, and how each contradiction in it is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from ingest.configuration.clinic import RESERVED_CLINIC_IDS, Clinic
from ingest.configuration.format_options import OPTIONS, ExcelOptions, QualtricsOptions
from ingest.formats.catalogue import FORMATS

SESSIONS: dict[str, Any] = {
    "name": "sessions",
    "feed": "appointments",
    "files": "sessions_*.csv",
    "columns": {
        "appointment_id": ["case", "no"],
        "episode_id": "case",
        "scheduled_at": "date",
        "status": "att",
    },
    "values": {"status": {"A": "attended", "D": "no_show"}},
}
PHQ9: dict[str, Any] = {
    "name": "phq9",
    "feed": "responses",
    "files": "phq9_*.csv",
    "instrument": "phq9",
    "columns": {"episode_id": "case", "completed_at": "date", "items": [f"q{n}" for n in range(1, 10)]},
}
NORTH: dict[str, Any] = {
    "clinic": "north",
    "name": "North Street",
    "timezone": "Europe/London",
    "source": {"kind": "folder", "path": "inbox/north"},
    "exports": [SESSIONS, PHQ9],
}


def clinic(**changes: Any) -> Clinic:
    return Clinic.model_validate(copy.deepcopy(NORTH) | changes)


def export(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {key: value for key, value in (copy.deepcopy(base) | changes).items() if value is not None}


def refusal(**changes: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        clinic(**changes)
    return str(refused.value)


def test_a_whole_file_is_taken() -> None:
    north = clinic()
    assert north.exports[0].mapped_columns()["appointment_id"] == ("case", "no")
    assert north.exports[1].instrument == "phq9"
    assert north.exports[1].keyed is False


@pytest.mark.parametrize("name", sorted(RESERVED_CLINIC_IDS))
def test_a_clinic_isnt_called_like_something_else(name: str) -> None:
    assert {"all", "network", "quality", "index"} == RESERVED_CLINIC_IDS
    assert f"`{name}` means something else in reports and marts; choose another id" in refusal(clinic=name)


@pytest.mark.parametrize("name", ["North", "north street", "nörd", ""])
def test_a_clinic_id_is_small_letters(name: str) -> None:
    assert "clinic" in refusal(clinic=name)


def test_required_columns_need_a_source() -> None:
    said = refusal(exports=[export(SESSIONS, columns={"appointment_id": "id", "episode_id": "case"})])
    assert "required columns without a source: scheduled_at, status" in said


def test_a_constant_or_a_rule_is_a_source_too() -> None:
    columns = {"appointment_id": "id", "episode_id": "case", "scheduled_at": "date"}
    with_constant = export(SESSIONS, columns=columns, values=None, constants={"status": "attended"})
    with_rule = export(SESSIONS, columns=columns, values=None, attended_if_any=["wai1"])
    assert len(clinic(exports=[with_constant]).exports) == 1
    assert len(clinic(exports=[with_rule]).exports) == 1


def test_headers_that_are_canonical_need_no_columns() -> None:
    assert clinic(exports=[export(SESSIONS, columns=None)]).exports[0].mapped_columns() == {}


COLUMNS = SESSIONS["columns"]
MONTHS = {"column": "m", "unit": "month", "origin": "2024-01-01"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"columns": COLUMNS | {"mood": "m"}}, "`columns.mood` isn't a column of appointments. Allowed:"),
        ({"columns": COLUMNS | {"items": ["q1"]}}, "`columns.items` isn't a column of appointments"),
        ({"constants": {"mood": "m"}}, "`constants.mood` isn't a column of appointments"),
        ({"constants": {"status": "attended"}}, "mapped and constant at once: status; keep one"),
        (
            {"values": {"status": {"A": "came"}}},
            "`values.status` maps to came. Allowed: attended, attended_late",
        ),
        ({"values": {"scheduled_at": {"A": "B"}}}, "only codes are mapped, and scheduled_at is a datetime"),
        ({"values": {"status": "attended"}}, "`status` needs `code: word` pairs"),
        ({"instrument": "phq9"}, "`instrument` belongs to responses only"),
        ({"keyed": True}, "`items_missing` and `keyed` belong to responses only"),
        ({"coding": "from_zero"}, "`coding` needs `instrument` and `columns.items`"),
        ({"items_missing": ["99"]}, "`items_missing` and `keyed` belong to responses only"),
    ],
)
def test_an_export_of_appointments_doesnt_contradict_itself(changes: dict[str, Any], message: str) -> None:
    assert message in refusal(exports=[export(SESSIONS, **changes)])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"attended_if_any": ["q1"]}, "`attended_if_any` belongs to appointments only"),
        ({"values": {"items": {"A": "1"}}}, "`values` can't be given for items; use items_missing"),
        (
            {"options": {"relative_time": MONTHS | {"to": "completed_at"}}},
            "made by relative_time and mapped as well",
        ),
        (
            {"options": {"relative_time": MONTHS | {"to": "total"}}},
            "`relative_time.to: total` isn't a date or time",
        ),
        ({"options": {"decimal": ",", "thousands": ","}}, "`thousands` and `decimal` can't be the same mark"),
        (
            {"coding": "from_zero", "columns": {"episode_id": "e", "completed_at": "d"}},
            "whose answers it is about",
        ),
        (
            {"coding": "from_zero", "columns": PHQ9["columns"] | {"total": "t"}},
            "leave out `coding` or `columns.total`",
        ),
        ({"files": "[z-a]*.csv"}, "`[z-a]` is no set of characters; write one like [0-9]"),
        ({"files": "phq9\0.csv"}, "this holds a NUL character"),
        ({"feed": "answers"}, "Input should be 'clients', 'therapists', 'episodes'"),
    ],
)
def test_an_export_of_forms_doesnt_contradict_itself(changes: dict[str, Any], message: str) -> None:
    assert message in refusal(exports=[export(PHQ9, **changes)])


def test_exports_have_names_of_their_own() -> None:
    assert "two exports share a name: phq9" in refusal(exports=[PHQ9, PHQ9])


def test_a_clinic_exports_something() -> None:
    assert "exports" in refusal(exports=[])


def test_declared_codes_belong_to_open_columns() -> None:
    assert clinic(codes={"programme": ["cbt"]}).codes["programme"] == ("cbt",)
    assert "`status` takes no declared codes. Allowed: employment, ethnicity_group" in refusal(
        codes={"status": ["x"]}
    )


def test_numbers_stand_for_the_text_that_a_file_holds() -> None:
    north = clinic(exports=[export(PHQ9, items_missing=[99, -1])])
    assert north.exports[0].items_missing == ("99", "-1")


def test_true_and_false_dont() -> None:
    said = refusal(exports=[export(PHQ9, items_missing=[True])])
    assert "write this in quotes: a file holds text, not true or false" in said


@pytest.mark.parametrize(
    "form", [{"instrument": "phq9"}, {"instrument": "phq9", "every": "session", "at_sessions": [3]}]
)
def test_an_expected_form_says_when_in_one_way(form: dict[str, Any]) -> None:
    assert "say either `every: session` or `at_sessions: [..]`" in refusal(protocol=[form])


def test_words_of_an_open_column_come_from_the_clinic_its_mapping_and_its_constants() -> None:
    episodes = {
        "name": "episodes",
        "feed": "episodes",
        "files": "e.csv",
        "columns": {"episode_id": "e", "client_id": "c", "start_date": "d", "programme": "p"},
        "values": {"programme": {"1": "cbt"}},
        "constants": {"presenting_problem": "anxiety"},
    }
    north = clinic(exports=[episodes], codes={"programme": ["group"]})
    assert north.declared_codes(north.exports[0], "programme") == ("cbt", "group")
    assert north.declared_codes(north.exports[0], "presenting_problem") == ("anxiety",)


def test_a_mended_mapping_has_another_fingerprint_and_another_file_pattern_doesnt() -> None:
    def fingerprint(**changes: Any) -> str:
        return clinic(exports=[export(PHQ9, **changes)]).exports[0].fingerprint({})

    assert fingerprint() == fingerprint(files="other_*.csv")
    assert fingerprint() != fingerprint(keyed=True)
    swapped = {"episode_id": "case", "completed_at": "date", "items": [f"q{n}" for n in range(9, 0, -1)]}
    assert fingerprint() != fingerprint(columns=swapped)


def test_options_are_those_of_the_format() -> None:
    sheets = export(PHQ9, format="excel", options={"sheet": "PHQ*"})
    assert clinic(exports=[sheets]).exports[0].options == ExcelOptions(sheet="PHQ*")
    assert clinic(exports=[export(PHQ9, format="qualtrics")]).exports[0].options == QualtricsOptions()


def test_an_option_of_another_format_is_named_with_those_allowed() -> None:
    assert "unknown key; did you mean `sheet`? Allowed here: date_format" in refusal(
        exports=[export(PHQ9, format="excel", options={"sheets": 1})]
    )
    assert "unknown key" in refusal(exports=[export(PHQ9, options={"sheet": 1})])
    with pytest.raises(ValidationError) as refused:
        clinic(exports=[export(PHQ9, format="excel", options={"sheets": 1})])
    assert refused.value.errors()[0]["loc"] == ("exports", 0, "options", "sheets")


def test_another_format_or_another_option_is_another_mapping() -> None:
    prints = [
        clinic(exports=[export(PHQ9, **changes)]).exports[0].fingerprint({})
        for changes in ({}, {"format": "excel"}, {"format": "excel", "options": {"sheet": "1"}})
    ]
    assert len(set(prints)) == 3


def test_every_format_that_can_be_named_can_be_read() -> None:
    assert {name: reader.options for name, reader in FORMATS.items()} == OPTIONS


COURSES: dict[str, Any] = {
    "name": "courses",
    "feed": "episodes",
    "files": "courses.csv",
    "columns": {"episode_id": "case", "client_id": "client"},
    "constants": {"start_date": "2026-01-31"},
}


@pytest.mark.parametrize(
    ("constants", "options", "message"),
    [
        ({"start_date": "31/01/2026"}, {}, "can't be read as a date; write it as 2026-11-16"),
        (
            {"start_date": "2026-01-31"},
            {"date_format": "%d/%m/%Y"},
            "can't be read as a date; write it as `date_format: %d/%m/%Y` says",
        ),
        (
            {"planned_sessions": "nan"},
            {},
            "`constants.planned_sessions: nan` isn't a number that this column",
        ),
        ({"planned_sessions": 1001}, {}, "`constants.planned_sessions: 1001` isn't a number"),
        ({"planned_sessions": 1.5}, {}, "`constants.planned_sessions: 1.5` isn't a number"),
        (
            {"modality": "by letter"},
            {},
            "`constants.modality: by letter` isn't allowed here. Allowed: in_person",
        ),
    ],
)
def test_a_constant_that_no_row_could_hold_is_refused(
    constants: dict[str, Any], options: dict[str, Any], message: str
) -> None:
    given = COURSES["constants"] | constants
    assert message in refusal(exports=[export(COURSES, constants=given, options=options)])


def test_constants_that_can_be_read_are_taken() -> None:
    told = {"start_date": "31/01/2026", "planned_sessions": 1000, "modality": "V"}
    values = {"modality": {"V": "video"}}
    written = export(COURSES, constants=told, values=values, options={"date_format": "%d/%m/%Y"})
    assert clinic(exports=[written]).exports[0].constants["planned_sessions"] == "1000"
    assert clinic(exports=[COURSES])
    workbook = export(COURSES, format="excel", files="c.xlsx", options={"date_format": "%d/%m/%Y"})
    assert clinic(exports=[workbook]), "a format that knows dates takes ISO 8601 as well"


@pytest.mark.parametrize("form", ["%Q", "%d/%m", "%H:%M", "dd/mm/yyyy", "%", "%Y-%m-%d %Z"])
def test_a_date_format_that_reads_no_day_is_refused(form: str) -> None:
    said = refusal(exports=[export(SESSIONS, options={"date_format": form})])
    assert f"`{form}` doesn't read a day. It needs strptime's parts for year, month and day" in said
    by_column = {"date_format": {"scheduled_at": form}}
    assert f"`{form}` doesn't read a day" in refusal(exports=[export(SESSIONS, options=by_column)])


@pytest.mark.parametrize(
    "form",
    [
        "%d/%m/%Y",
        "%d.%m.%y %H:%M",
        "%Y-%m-%dT%H:%M:%S%z",
        "%Y-%m-%d %H:%M:%S.%f",
        "%b %e, %Y",
        "%m/%d/%Y %I:%M %p",
    ],
)
def test_a_date_format_that_reads_a_day_is_taken(form: str) -> None:
    assert clinic(exports=[export(SESSIONS, options={"date_format": form})])


def test_a_date_format_is_of_a_date() -> None:
    said = refusal(exports=[export(SESSIONS, options={"date_format": {"strat_date": "%d/%m/%Y"}})])
    assert (
        "`options.date_format.strat_date` isn't a date or time of appointments. Allowed: exported_at" in said
    )
