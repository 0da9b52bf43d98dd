"""What holds for every format: any bytes give rows or a refusal, and every row is accounted for."""

from __future__ import annotations

import io

import polars as pl
import pytest
from delivered_files import CANARY, fixture, read_as
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ingest.configuration.format_options import ExcelOptions, QualtricsOptions, RedcapOptions
from ingest.formats.catalogue import FORMATS
from ingest.formats.redcap_dictionary import read_dictionary

FILES = {
    "redcap": ["redcap/longitudinal.csv", "redcap/mixed.csv", "redcap/labels.csv"],
    "qualtrics": ["qualtrics/three_header_rows.csv", "qualtrics/legacy.csv"],
    "limesurvey": ["limesurvey/codes.csv"],
    "surveymonkey": ["surveymonkey/two_header_rows.csv", "surveymonkey/condensed.csv"],
    "openfit": ["openfit/sessions.csv"],
}
NEEDED = {
    "redcap": ("case_no", "phq_1", "redcap_row"),
    "qualtrics": ("ResponseId",),
    "limesurvey": ("CASE", "PHQ[SQ001]"),
    "surveymonkey": ("Custom Data 1",),
    "openfit": ("Session_ID", "ORSQ1", "Total_ORS", "SRS_Basis"),
}
FRAGMENTS = (
    b"\n",
    b",",
    b'"',
    b";",
    b"\r",
    b"\xff",
    b"\0",
    b"=",
    b"1",
    b"\xef\xbb\xbf",
    b"redcap_event_name",
)


@st.composite
def changed(draw: st.DrawFn, content: bytes) -> bytes:
    """Return a file with some of its bytes changed."""
    text = bytearray(content)
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.sampled_from([0, 1, 1, 3, 40]))
        text[at : at + length] = draw(st.sampled_from(FRAGMENTS))
    return bytes(text)


@pytest.mark.parametrize("is_mapped", [True, False])
@pytest.mark.parametrize("format_name", sorted(FILES))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_bytes_give_rows_or_a_refusal(format_name: str, is_mapped: bool, data: st.DataObject) -> None:
    contents = [data.draw(changed(fixture(name))) for name in FILES[format_name]]
    contents.append(data.draw(st.binary(max_size=60)))
    options = {"form": "phq9", "carry": "case_no"} if format_name == "redcap" and is_mapped else {}
    read_as(format_name, *contents, needed=NEEDED[format_name] if is_mapped else (), **options)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_bytes_give_a_dictionary_or_a_refusal(data: st.DataObject) -> None:
    read_dictionary("d.csv", data.draw(changed(fixture("redcap/dictionary.csv"))))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_bytes_give_parquet_rows_or_a_refusal(data: st.DataObject) -> None:
    target = io.BytesIO()
    days = pl.date_range(pl.date(2026, 1, 1), pl.date(2026, 1, 2), eager=True)
    pl.DataFrame({"case": ["A", "B"], "on": days}).write_parquet(target)
    read_as("parquet", data.draw(changed(target.getvalue())), b"PAR1" + data.draw(st.binary(max_size=80)))


@pytest.mark.parametrize("format_name", sorted(FORMATS))
def test_no_file_at_all_gives_nothing(format_name: str) -> None:
    result = read_as(format_name, needed=("case",))
    assert (result.tables, result.refusals, result.rows_received) == ((), {}, {})


@pytest.mark.parametrize("format_name", sorted(FORMATS))
def test_an_empty_file_is_refused_as_empty(format_name: str) -> None:
    assert read_as(format_name, b"", needed=("case",)).refusals[0].rule == "FILE-EMPTY"


def test_only_redcap_asks_for_a_file_beside_its_export() -> None:
    asked = {
        name: reader.companions(reader.options(**({"dictionary": "d.csv"} if name == "redcap" else {})))
        for name, reader in FORMATS.items()
    }
    assert {name for name, files in asked.items() if files} == {"redcap"}
    assert asked["redcap"] == ("d.csv",)
    assert FORMATS["redcap"].companions(RedcapOptions()) == ()


@pytest.mark.parametrize(
    ("model", "options"),
    [
        (ExcelOptions, {"sheet": 0}),
        (ExcelOptions, {"sheet": ""}),
        (ExcelOptions, {"sheets": "S"}),
        (QualtricsOptions, {"incomplete": "keep"}),
        (QualtricsOptions, {"minimum_progress": 101}),
        (RedcapOptions, {"form": ""}),
    ],
)
def test_options_that_mean_nothing_are_refused(model: type, options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        model(**options)


def test_one_name_stands_for_a_list_of_one() -> None:
    options = RedcapOptions(events="intake_arm_1", carry=["case_no", "start"], missing_codes=[-99, "NI"])
    assert options.events == ("intake_arm_1",)
    assert options.carry == ("case_no", "start")
    assert options.missing_codes == ("-99", "NI")
    assert CANARY not in options.model_dump_json()
