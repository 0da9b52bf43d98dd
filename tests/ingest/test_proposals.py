"""`rapport map`: a first draft of a clinic's YAML from one of its files."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import re
from pathlib import Path

import polars as pl
import pytest
from xlsxwriter import Workbook

from ingest.checking import check
from ingest.configuration.instrument_files import shipped_instruments
from ingest.configuration.registry import load_registry
from ingest.configuration.yaml_files import ConfigurationError
from ingest.home import Home
from ingest.proposals import NotReadable, propose
from ingest.simulator import Simulation, write_home

INSTRUMENTS = shipped_instruments()
NOW = dt.datetime(2026, 11, 16, 6)  # noqa: DTZ001
HEADER = ["case_no", "date", *(f"q{item}" for item in range(1, 10))]
ROWS = [["C1", "13/02/2026", *"011230000"], ["C2", "02/03/2026", *"000130012"]]
FORMS = "\n".join(",".join(row) for row in [HEADER, *ROWS]) + "\n"


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose clinics send files in every dialect of the simulator."""
    home = Home(tmp_path_factory.mktemp("simulated"))
    write_home(Simulation(seed=7, months=2, clients_per_month=8, ends_on=dt.date(2025, 3, 30)), home)
    return home


def drafted(name: str, content: bytes | str) -> str:
    """Return the draft made from a file."""
    return propose(name, content.encode() if isinstance(content, str) else content, INSTRUMENTS, "draft")


def confirm(line: str) -> str:
    """Do what a person does with a line: choose among what its comment offers."""
    code, _, comment = line.partition("  # ")
    offered = re.search(r"(?:is one of|name it:) (\w+)", comment)
    chosen = offered[1] if offered is not None and "see docs" not in comment else "phq9"
    if "appointment_id" in code:
        chosen = '"Appt #"'
    return code.replace('"to_be_confirmed"', "to_be_confirmed").replace("to_be_confirmed", chosen)


def loaded(home: Home, draft: str) -> None:
    """Load a draft as the only clinic of a home."""
    home.clinics.mkdir(parents=True, exist_ok=True)
    home.network_file.write_text("network: Test\ntimezone: Europe/London\n")
    home.clinic_file("draft").write_text(draft)
    load_registry(home)


def test_a_draft_reads_the_file_that_it_was_made_from(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    loaded(home, drafted("phq9_2026-03-05.csv", FORMS))
    path = tmp_path / "phq9_2026-03-05.csv"
    path.write_text(FORMS)
    (found,) = check(home, load_registry(home), "draft", path, checked_at=NOW)
    assert found.refusal is None
    assert found.rows == {"landed": 2}


def test_every_file_of_every_simulated_dialect_gives_a_draft_that_loads_once_confirmed(
    simulated: Home, tmp_path: Path
) -> None:
    last = {
        (path.parent.name, re.sub(r"[-_ 0-9.].*", "", path.name)): path
        for path in sorted(simulated.inbox.rglob("*.*"))
    }
    assert len({clinic for clinic, _ in last}) == 6
    for number, path in enumerate(last.values()):
        draft = drafted(path.name, path.read_bytes())
        confirmed = "\n".join(map(confirm, draft.splitlines()))
        loaded(Home(tmp_path / str(number)), confirmed)


def test_forms_that_are_called_by_their_name_are_recognised_and_wai_forms_are_never_guessed() -> None:
    assert "instrument: phq9  # by the file's name" in drafted("phq9_1.csv", FORMS)
    named = FORMS.replace("q1,", "phq_1,")
    for item in range(2, 10):
        named = named.replace(f"q{item}", f"phq_{item}", 1)
    assert "instrument: phq9  # by its columns' names" in drafted("x.csv", named)
    wai = ",".join(["case_no", "date", *(f"wai_{n}" for n in range(1, 13))]) + "\nC1,2026-02-01" + ",3" * 12
    draft = drafted("wai_sr_1.csv", wai + "\n")
    assert "instrument: to_be_confirmed" in draft
    assert "wai_s, wai_sr" in draft


def test_an_unconfirmed_form_doesnt_load(tmp_path: Path) -> None:
    draft = drafted("forms_1.csv", FORMS.replace("q", "x"))
    assert "instrument: to_be_confirmed" in draft
    with pytest.raises(ConfigurationError):
        loaded(Home(tmp_path), draft)


def test_dates_written_in_two_ways_are_told_with_what_becomes_of_them() -> None:
    days = ["13/02/2026", "2026-02-14", "15/02/2026", "2026-02-16", "17/02/2026", "18/02/2026 09:30"]
    rows = [",".join([f"C{number}", day, *"123012301"]) for number, day in enumerate(days)]
    draft = drafted("phq9.csv", "\n".join([",".join(HEADER), *rows]) + "\n")
    assert 'completed_at: "date"' in draft
    assert 'options: {date_format: "%d/%m/%Y"}' in draft
    told = " ".join(line.strip(" #") for line in draft.splitlines())
    assert (
        'UNSURE: 3 of 6 dates in "date" aren\'t written like that (%Y-%m-%d, %d/%m/%Y %H:%M), and their rows '
        "would be refused (ROW-DATE): a column is read in one way. Ask the sender for one."
    ) in told
    assert "written like that" not in drafted("phq9.csv", FORMS)
    iso = "\n".join([",".join(HEADER), *rows[1::2], rows[3].replace("C3", "C9"), rows[0]]) + "\n"
    assert '1 of 5 dates in "date" aren\'t' in drafted(
        "phq9.csv", iso.replace("18/02/2026 09:30", "2026-02-18")
    )


def test_days_and_months_that_could_be_swapped_are_marked_unless_another_column_tells() -> None:
    unclear = FORMS.replace("13/02/2026", "03/02/2026")
    assert 'date_format: "%d/%m/%Y"}  # UNSURE: these fit as well: %m/%d/%Y' in drafted("phq9.csv", unclear)
    assert 'date_format: "%d/%m/%Y"}\n' in drafted("phq9.csv", FORMS)
    courses = "case_no,client_no,started,ended\nC1,P1,01/02/2026,03/25/2026\n"
    assert '"%m/%d/%Y"' in drafted("cases.csv", courses)
    assert '"%d/%m/%Y"' not in drafted("cases.csv", courses)


def test_loinc_codes_tell_a_form() -> None:
    item = {"linkId": "/44250-9", "answer": [{"valueInteger": 1}]}
    response = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [item]}
    draft = drafted("forms.json", json.dumps(response))
    assert "format: fhir  # QuestionnaireResponse" in draft
    assert "instrument: phq9  # by its LOINC codes" in draft
    unknown = json.dumps(response).replace("/44250-9", "PHQ.1")
    assert "to_be_confirmed" in drafted("forms.json", unknown)
    items = {use.item: use.code for use in INSTRUMENTS["gad7"].codes.uses() if use.role == "item"}
    header = ",".join(["case_no", "date", *(f"score {code}" for code in items.values())])
    assert "instrument: gad7  # by its LOINC codes" in drafted(
        "x.csv", f"{header}\nC1,2026-02-01{',1' * 7}\n"
    )


def test_other_formats_are_told_by_their_marks() -> None:
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Forms")
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
    assert "format: excel" in drafted("phq9_1.xlsx", target.getvalue())
    columnar = io.BytesIO()
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(columnar)
    assert "format: parquet" in drafted("phq9_1.parquet", columnar.getvalue())
    packed = drafted("phq9_2026-03-05.csv.gz", gzip.compress(FORMS.encode()))
    assert 'files: "phq9_*.csv.gz"' in packed
    redcap = "record_id,redcap_event_name,visit_date,phq9_1,phq9_complete\n1,intake_arm_1,2026-02-01,1,2\n"
    with pytest.raises(NotReadable, match=r"\(redcap\)"):
        drafted("export.csv", redcap)


def test_texts_of_people_are_never_shown() -> None:
    rows = "".join(f"P{n},Secret person {n} of a long name\n" for n in range(20))
    draft = drafted("clients.csv", f"client_no,gender\n{rows}")
    assert "Secret" not in draft
    assert "too many different texts" in draft


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a\n1\n", b"PK\x03\x04broken"])
def test_what_cant_be_read_says_why(content: bytes) -> None:
    with pytest.raises(NotReadable, match=r"\w"):
        propose("x.csv", content, INSTRUMENTS, "draft")


def test_a_total_with_a_decimal_comma_tells_how_numbers_are_written() -> None:
    rows = [[*HEADER, "total"], *([*row, "7,5"] for row in ROWS)]
    draft = drafted("phq9.csv", "\n".join(";".join(row) for row in rows) + "\n")
    assert 'decimal: ","' in draft
