"""Damaged files of every kind: each lands or is refused with a reason, and every row is accounted for."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections import Counter

import polars as pl
from door_home import PHQ9_HEADER, DoorHome
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from ingest.receipts import assert_balanced
from ingest.rules import RULES

EXPORTS = """
  - name: delimited
    feed: responses
    instrument: phq9
    files: "delimited_*"
    columns: {episode_id: case_no, completed_at: date, items: [q1, q2, q3, q4, q5, q6, q7, q8, q9]}
  - name: workbook
    feed: responses
    instrument: phq9
    format: excel
    files: "workbook_*"
    columns: {episode_id: case_no, completed_at: date, items: [q1, q2, q3, q4, q5, q6, q7, q8, q9]}
  - name: columnar
    feed: responses
    instrument: phq9
    format: parquet
    files: "columnar_*"
    columns: {episode_id: case_no, completed_at: date, items: [q1, q2, q3, q4, q5, q6, q7, q8, q9]}
  - name: appointments
    feed: appointments
    format: fhir
    files: "appointments_*"
"""
ROWS = [[f"E{n}", f"2026-03-0{n}", *"0123" * 2, str(n % 4)] for n in range(1, 8)]
APPOINTMENT = {
    "resourceType": "Appointment",
    "id": "a1",
    "status": "fulfilled",
    "start": "2026-03-01T10:00:00Z",
    "participant": [{"actor": {"reference": "Patient/p1"}, "status": "accepted"}],
}


def _delimited() -> bytes:
    return "\n".join([PHQ9_HEADER, *(",".join(row) for row in ROWS)]).encode() + b"\n"


def _workbook() -> bytes:
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Forms")
        for number, row in enumerate([PHQ9_HEADER.split(","), *ROWS]):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def _columnar() -> bytes:
    target = io.BytesIO()
    pl.DataFrame(ROWS, schema=PHQ9_HEADER.split(","), orient="row").write_parquet(target)
    return target.getvalue()


def _zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", _delimited())
        archive.writestr("b.csv", _delimited().replace(b"E", b"F"))
    return target.getvalue()


WHOLE = {
    "delimited_{}.csv": _delimited(),
    "delimited_{}.txt": _delimited().decode().replace(",", ";").encode("utf-16"),
    "delimited_{}.csv.gz": gzip.compress(_delimited(), mtime=0),
    "delimited_{}.zip": _zipped(),
    "workbook_{}.xlsx": _workbook(),
    "columnar_{}.parquet": _columnar(),
    "appointments_{}.json": json.dumps(
        {"resourceType": "Bundle", "entry": [{"resource": APPOINTMENT}]}
    ).encode(),
}


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file with bytes flipped, a part cut out or doubled, its end cut off, or a column renamed."""
    name = draw(st.sampled_from(sorted(WHOLE)))
    content = bytearray(WHOLE[name])
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, max(0, len(content) - 1)))
        stop = min(len(content), start + draw(st.integers(1, 40)))
        match draw(st.integers(0, 5)):
            case 0:
                content[start:stop] = draw(st.binary(min_size=stop - start, max_size=stop - start))
            case 1:
                del content[start:stop]
            case 2:
                content[start:start] = content[start:stop]
            case 3:
                del content[start:]
            case 4:
                content = content.replace(
                    *draw(st.sampled_from([(b"q1", b"Q one"), (b"\n", b"\r"), (b",", b"")]))
                )
            case _:
                content = bytearray(content[start:stop] * 3)
    return name, bytes(content)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(mutations(), min_size=12, max_size=12))
def test_damaged_files_land_or_are_refused_with_a_reason(
    door: DoorHome, mutated: list[tuple[str, bytes]]
) -> None:
    door.clinic(EXPORTS)
    for path in (door.home.inbox / "north").iterdir():
        path.unlink()
    for number, (name, content) in enumerate(mutated):
        door.send(name.format(f"{door.runs}x{number}"), content)
    summary = door.receive_one()
    assert summary.problem is None, summary.problem
    receipts = door.landed("deliveries", run=door.runs)
    assert_balanced(receipts, door.landed("accounts", run=door.runs))
    assert Counter(receipts["status"]).keys() <= {"accepted", "refused", "redelivered"}
    for rule, message, status in receipts.select("refusal_rule", "refusal_message", "status").iter_rows():
        assert (rule in RULES and message.endswith(".")) if status == "refused" else rule is None
    archives = receipts["archive_name"].drop_nulls().n_unique()
    plain = receipts.filter(receipts["archive_name"].is_null()).height
    assert archives + plain == len(mutated)


def test_the_same_files_undamaged_all_land(door: DoorHome) -> None:
    door.clinic(EXPORTS)
    for name, content in WHOLE.items():
        door.send(name.format(1), content)
    summary = door.receive_one()
    assert summary.problem is None
    statuses = door.landed("deliveries")["status"]
    assert set(statuses) <= {"accepted", "redelivered"}
    assert statuses.len() == len(WHOLE) + 1
