"""Archives in a clinic's folder: each member is a delivery of its own, or the whole archive is refused."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
from collections.abc import Callable

import pytest
from door_home import MONDAY, PHQ9, PHQ9_HEADER, SENT_AT, DoorHome

from ingest.checking import check
from ingest.formats import archives

SESSIONS = """
  - name: sessions
    feed: appointments
    files: "sessions_*.csv"
"""
BOTH = SESSIONS + PHQ9
FORMS = f"{PHQ9_HEADER}\nE1,2026-03-01,1,1,1,1,1,1,1,1,1\nE2,2026-03-02,1,1,1,1,1,1,1,1,1\n"
VISITS = "appointment_id,episode_id,scheduled_at,status\nA1,E1,2026-03-01 10:00,attended\n"


def packed(**members: str) -> bytes:
    """Return a ZIP file; the members' names have `_` before their number and end in .csv."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.csv", text)
    return target.getvalue()


def damaged(content: bytes) -> bytes:
    """Return an archive whose first member no longer fits its checksum."""
    return content.replace(content[14:18], bytes(byte ^ 0xFF for byte in content[14:18]))


def nested() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("phq9_1.csv", gzip.compress(FORMS.encode()))
    return target.getvalue()


def leading_out() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("../phq9_1.csv", FORMS)
    return target.getvalue()


def encrypted() -> bytes:
    content = bytearray(packed(phq9_1=FORMS))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def counted(door: DoorHome) -> dict[str, tuple[int, int, int, int]]:
    """Run the door: per export files accepted, redelivered, refused, unchanged."""
    clinic = door.receive_one()
    assert clinic.problem is None, clinic.problem
    return {
        export.export_name: (
            export.files_accepted,
            export.files_redelivered,
            export.files_refused,
            export.files_unchanged,
        )
        for export in clinic.exports
    }


def test_every_member_goes_to_the_exports_that_its_name_fits(door: DoorHome) -> None:
    door.clinic(BOTH)
    content = packed(phq9_1=FORMS, sessions_1=VISITS)
    door.send("week.zip", content)
    assert counted(door) == {"sessions": (1, 0, 0, 0), "phq9": (1, 0, 0, 0)}
    receipts = door.landed("deliveries").sort("export_name")
    assert receipts["file_name"].to_list() == ["week.zip/phq9_1.csv", "week.zip/sessions_1.csv"]
    assert receipts["archive_name"].to_list() == ["week.zip"] * 2
    assert receipts["archive_bytes"].to_list() == [len(content)] * 2
    assert receipts["file_bytes"].to_list() == [len(FORMS), len(VISITS)]
    assert door.accounts() == {("landed", "landed"): 3}


def test_an_archive_that_still_lies_there_isnt_unpacked_again(
    door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.clinic(BOTH)
    door.send("week.zip", packed(phq9_1=FORMS, sessions_1=VISITS))
    door.receive()
    monkeypatch.setattr("ingest.archived_files.expand", lambda _: pytest.fail("it was unpacked"))
    assert counted(door) == {"sessions": (0, 0, 0, 1), "phq9": (0, 0, 0, 1)}


def test_a_file_in_an_archive_is_the_same_delivery_as_the_file_itself(door: DoorHome) -> None:
    door.clinic(BOTH)
    door.send("phq9_1.csv", FORMS)
    door.receive()
    door.send("phq9_1.csv.gz", gzip.compress(FORMS.encode()), sent_at=SENT_AT + dt.timedelta(days=1))
    assert counted(door)["phq9"] == (0, 1, 0, 1)
    assert door.accounts(run=2) == {("duplicate", "redelivered"): 2}


def test_an_export_may_name_the_archive_itself(door: DoorHome) -> None:
    door.clinic(PHQ9.replace("phq9_*.csv", "phq9_*.zip"))
    door.send("phq9_1.zip", packed(a=FORMS, b=FORMS.replace("E1", "E3")))
    assert counted(door) == {"phq9": (2, 0, 0, 0)}


def test_an_archive_is_recognised_by_its_bytes_whatever_it_is_called(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", gzip.compress(FORMS.encode()))
    assert counted(door) == {"phq9": (1, 0, 0, 0)}
    assert counted(door) == {"phq9": (0, 0, 0, 1)}
    assert door.rows().height == 2


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (lambda: packed(phq9_1=FORMS, sessions_1=VISITS)[:-30], "FILE-ARCHIVE"),
        (lambda: damaged(packed(sessions_1=VISITS, phq9_1=FORMS)), "FILE-ARCHIVE"),
        (encrypted, "FILE-ENCRYPTED"),
        (nested, "FILE-ARCHIVE"),
        (leading_out, "FILE-ARCHIVE"),
        (lambda: b"no archive at all", "FILE-ARCHIVE"),
        (lambda: packed(), "FILE-EMPTY"),
        (lambda: packed(phq9_1="0" * 40_000_000), "FILE-TOO-LARGE"),
    ],
    ids=["broken off", "checksum", "encrypted", "nested", "leads out", "none", "empty", "explodes"],
)
def test_an_archive_that_cant_be_trusted_is_refused_whole_and_once(
    door: DoorHome, content: Callable[[], bytes], rule: str
) -> None:
    door.clinic(BOTH)
    path = door.send("week.zip", content())
    found = check(door.home, door.registry, "north", path, checked_at=MONDAY)
    assert [export.refusal.rule for export in found if export.refusal is not None] == [rule]
    assert sum(refused for _, _, refused, _ in counted(door).values()) == 1
    receipts = door.landed("deliveries")
    assert receipts.select("file_name", "status", "refusal_rule").rows() == [("week.zip", "refused", rule)]
    assert receipts["refusal_message"].item().endswith(".")
    assert door.rows().is_empty()
    assert counted(door) in (
        {"sessions": (0, 0, 0, 1), "phq9": (0, 0, 0, 0)},
        {"sessions": (0, 0, 0, 0), "phq9": (0, 0, 0, 1)},
    )


def test_a_mended_archive_is_taken_under_the_same_name(door: DoorHome) -> None:
    door.clinic(BOTH)
    content = packed(sessions_1=VISITS, phq9_1=FORMS)
    door.send("week.zip", damaged(content))
    door.receive()
    door.send("week.zip", content, sent_at=SENT_AT + dt.timedelta(days=1))
    assert counted(door) == {"sessions": (1, 0, 0, 0), "phq9": (1, 0, 0, 0)}


def test_an_archive_larger_than_is_kept_is_unpacked_for_each_export(
    door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.archived_files.KEPT_BYTES", 1)
    door.clinic(BOTH)
    door.send("week.zip", packed(phq9_1=FORMS, sessions_1=VISITS))
    door.send("more.zip", packed(phq9_2=FORMS.replace("E1", "E3"), sessions_2=VISITS.replace("A1", "A2")))
    assert counted(door) == {"sessions": (2, 0, 0, 0), "phq9": (2, 0, 0, 0)}


def test_what_no_export_takes_is_named_by_the_archive_if_that_is_all(door: DoorHome) -> None:
    door.clinic(BOTH)
    door.send("photos.zip", packed(holiday=VISITS, garden=VISITS))
    door.send("week.zip", packed(phq9_1=FORMS, notes=VISITS))
    summary = door.receive_one()
    assert set(summary.unclaimed) == {"photos.zip", "week.zip/notes.csv"}


def test_an_archive_is_checked_member_by_member_before_it_is_sent(door: DoorHome) -> None:
    door.clinic(BOTH)
    path = door.send("week.zip", packed(phq9_1=FORMS, sessions_1=VISITS))
    found = check(door.home, door.registry, "north", path, checked_at=MONDAY)
    assert {export.file_name: export.rows["landed"] for export in found} == {
        "week.zip/phq9_1.csv": 2,
        "week.zip/sessions_1.csv": 1,
    }


def test_the_limit_of_members_holds_at_the_door(door: DoorHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    door.clinic(BOTH)
    door.send("week.zip", packed(phq9_1=FORMS, sessions_1=VISITS))
    assert sum(refused for _, _, refused, _ in counted(door).values()) == 1


def test_a_plain_file_of_an_archive_s_size_and_time_isnt_taken_for_one(door: DoorHome) -> None:
    door.clinic(PHQ9)
    content = gzip.compress(FORMS.encode(), mtime=0)
    door.send("phq9_1.csv", content)
    plain = f"{PHQ9_HEADER}\nE9,2026-03-01,1,1,1,1,1,1,1,1,1\n"
    door.send("phq9_2.csv", plain + "\n" * (len(content) - len(plain)))
    assert len(content) >= len(plain)
    assert counted(door) == {"phq9": (2, 0, 0, 0)}
    assert counted(door) == {"phq9": (0, 0, 0, 2)}
