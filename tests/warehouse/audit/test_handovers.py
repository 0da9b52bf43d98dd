"""Who was given what: the ledger of deliveries is chained, joined to the log, and names nobody."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from measured import series
from test_history import MONDAY, a_run

from ingest.home import Home
from reports.delivery.ledger import Entry, Ledger, State
from reports.delivery.parcel import FILES
from reports.delivery.sending import Due, SendFault, send_due
from warehouse.audit import access_log
from warehouse.audit.handovers import handovers, without_people
from warehouse.audit.history import record
from warehouse.audit.verification import verify

WEEK = "2026-W46"
LATER = dt.datetime.fromisoformat("2100-01-01")
ADDRESS = "ada.okafor@example.org"


class Mail:
    """A carrier that fails with what a mail server would say, as often as it is told to."""

    kind = "mail"
    is_repeatable = False

    def __init__(self, failures: int = 0, to: str = ADDRESS) -> None:
        self.failures = failures
        self.destination = f"mail to {to}"

    def send(self, parcel: object) -> None:
        if self.failures:
            self.failures -= 1
            raise SendFault(f"mail.example.org refuses {ADDRESS}")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    folder = made.reports / WEEK / "north"
    folder.mkdir(parents=True)
    for name in FILES.values():
        (folder / name).write_text(name)
    access_log.append(made, access_log.rendered(made, WEEK, "north", sorted(folder.iterdir())))
    return made


def send(home: Home, carrier: Mail, recipient: str = "ada_okafor", audience: str = "north") -> None:
    send_due(home, WEEK, [Due(recipient, audience, ("html",), lambda: carrier)], attempts=1)


def told(home: Home) -> list[dict[str, object]]:
    return handovers(home, access_log.read_entries(home), LATER).to_dicts()


def rewrite(home: Home, change: Callable[[list[str]], list[str]]) -> None:
    lines = home.sent_ledger.read_text(encoding="utf-8").splitlines()
    home.sent_ledger.write_text("".join(f"{line}\n" for line in change(lines)), encoding="utf-8")


def test_a_parcel_is_joined_to_its_rendering(home: Home) -> None:
    send(home, Mail())
    (row,) = told(home)
    assert (row["audience"], row["way"], row["state"], row["is_open"]) == ("north", "mail", "sent", False)
    assert (row["line"], row["file_name"], row["recipient_number"]) == (2, "north-2026-W46.html", 1)
    assert row["is_as_rendered"] is True
    assert row["rendered_at"] is not None


def test_bytes_that_were_never_rendered_are_found(home: Home) -> None:
    (home.reports / WEEK / "north" / "report.html").write_text("made by somebody")
    send(home, Mail())
    assert [row["is_as_rendered"] for row in told(home)] == [False]


def test_a_failure_is_open_until_the_week_was_sent_and_counts_what_failed_before(home: Home) -> None:
    carrier = Mail(failures=2)
    send(home, carrier)
    send(home, carrier)
    assert [(row["state"], row["failed_before"], row["is_open"]) for row in told(home)] == [
        ("failed", 0, True),
        ("failed", 1, True),
    ]
    send(home, carrier)
    assert [row["is_open"] for row in told(home)] == [False, False, False]


def test_what_was_still_open_then_is_open_in_a_build_of_what_was_known_then(home: Home) -> None:
    ledger = Ledger(home.sent_ledger)
    for day, state in ((16, State.FAILED), (17, State.SENT)):
        at = f"2026-11-{day}T07:00:00"
        ledger.add(Entry(at, "ada", "mail", "mail to x", "north", WEEK, "p", {"a": "b"}, state))
    then = handovers(home, [], dt.datetime.fromisoformat("2026-11-16T12:00"))
    assert then["is_open"].to_list() == [True]
    assert handovers(home, [], LATER)["is_open"].to_list() == [False, False]


def test_a_recipient_for_whom_no_way_could_be_made_is_told_of_too(home: Home) -> None:
    send(home, Mail(), audience="south")
    (row,) = told(home)
    assert (row["state"], row["way"], row["file_name"], row["is_as_rendered"]) == ("failed", None, "", None)
    assert "reports/2026-W46/south" in str(row["reason"])


def test_a_run_that_broke_off_leaves_a_parcel_of_which_nobody_knows(home: Home) -> None:
    Ledger(home.sent_ledger).add(
        Entry("2026-11-16T07:00:00", "ada", "mail", "mail to x", "north", WEEK, "p", {"a": "b"}, State.BEGUN)
    )
    assert [(row["state"], row["is_open"]) for row in told(home)] == [("unknown", True)]


def test_no_name_address_or_account_is_in_the_table(home: Home) -> None:
    send(home, Mail(failures=1))
    access_log.append(home, [access_log.Access("delivered", "Ada Okafor", WEEK, "reports/x/north/a", "00")])
    written = json.dumps(told(home), default=str)
    assert "by hand" in written
    for name in ("ada", "Ada", "okafor", "example.org>", ADDRESS):
        assert name not in written


def test_what_came_later_isnt_known_yet(home: Home) -> None:
    send(home, Mail())
    assert handovers(home, [], dt.datetime.fromisoformat("2020-01-01")).is_empty()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda lines: [lines[0].replace('"mail"', '"sftp"'), *lines[1:]], "line 1 was changed"),
        (lambda lines: [lines[0], *lines[2:]], "before line 2 a line was changed, taken out or put in"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "before line 1 a line was changed"),
        (lambda lines: lines[:-1], "lines are missing"),
        (lambda lines: [*lines[:-1], "{}"], "isn't chained"),
        (lambda lines: [], "lines are missing"),
    ],
    ids=["edited", "deleted", "reordered", "cut off", "not chained", "emptied"],
)
def test_a_changed_ledger_is_found(
    home: Home, change: Callable[[list[str]], list[str]], problem: str
) -> None:
    send(home, Mail())
    send(home, Mail(to="else@example.org"), "somebody_else")
    assert verify(home).problems == ()
    assert verify(home).deliveries == 4
    rewrite(home, change)
    problems = [told for told in verify(home).problems if told.startswith("sent/ledger.jsonl")]
    assert any(problem in told for told in problems), problems


def test_a_run_notes_how_long_the_ledger_was(home: Home) -> None:
    """So that cutting off both the ledger's last line and the log's line about it is found as well."""
    send(home, Mail())
    record(home, a_run("first", MONDAY), {"checks": series([1])})
    rewrite(home, lambda lines: lines[:-1])
    log = home.access_log.read_text(encoding="utf-8").splitlines()
    kept = [line for line in log if json.loads(line)["event"] == "rendered"]
    home.access_log.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
    problems = verify(home).problems
    assert any(told.startswith("sent/ledger.jsonl: the log once had 2 lines") for told in problems)
    assert any(told.startswith("audit/access.jsonl: the log once had") for told in problems)


def test_a_page_that_the_log_doesnt_tell_of_is_named(home: Home) -> None:
    home.access_log.write_text("", encoding="utf-8")
    assert verify(home).problems == (
        "reports/2026-W46/north/report.html: no line of the log tells that it was rendered",
    )


def test_half_a_line_spoils_only_itself(home: Home) -> None:
    send(home, Mail())
    with home.sent_ledger.open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-')
    send(home, Mail(to="else@example.org"), "somebody_else")
    assert pl.DataFrame(told(home)).height == 2
    assert verify(home).problems == ("sent/ledger.jsonl: line 3 can't be read",)


@pytest.mark.parametrize(
    ("destination", "reason", "told"),
    [
        (
            "folder /srv/ada",
            "there is no folder /srv/ada; make it, or mount what belongs there",
            "there is no folder …; make it, or mount what belongs there",
        ),
        (
            f"mail to {ADDRESS}",
            f"mail.network.org refuses {ADDRESS}",
            "mail.network.org refuses an address",
        ),
        ("sftp ada@files.example.org:22 to .", "files.example.org doesn't let ada in", "… doesn't let … in"),
        (
            "",
            "ask, and if not: `rapport deliver --again ada`",
            "ask, and if not: `rapport deliver --again …`",
        ),
    ],
)
def test_a_reason_is_told_without_people(destination: str, reason: str, told: str) -> None:
    assert without_people(reason, {"recipient": "ada", "destination": destination}) == told
