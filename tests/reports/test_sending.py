"""Who gets what: one audience's files, tried again, never twice, and one failure touches nobody else."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest

from ingest.home import Home
from reports.delivery.folder import FolderCarrier
from reports.delivery.ledger import Ledger, State
from reports.delivery.mail import MailCarrier, Postbox
from reports.delivery.parcel import FILES, NothingToSend, Parcel, pack
from reports.delivery.sending import Carrier, Due, Outcome, SendFault, Unreachable, send_due
from reports.words.catalogue import Words

WEEK = "2026-W46"
MADE_AT = dt.datetime(2026, 11, 16, tzinfo=dt.UTC).replace(tzinfo=None)


class Noted:
    """A carrier that notes what it is given, after failing as often as it is told to."""

    kind = "noted"

    def __init__(self, name: str, *failures: Exception, is_repeatable: bool = False) -> None:
        self.destination, self.is_repeatable = f"noted {name}", is_repeatable
        self.failures, self.parcels = list(failures), list[Parcel]()

    def send(self, parcel: Parcel) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.parcels.append(parcel)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    for audience in ("north", "south", "network"):
        folder = tmp_path / "reports" / WEEK / audience
        folder.mkdir(parents=True)
        for name in FILES.values():
            (folder / name).write_text(f"{name} of {audience}")
        (folder / "numbers.json").write_text("{}")
    return Home(tmp_path)


def due(name: str, carrier: Carrier, audience: str = "north", kinds: tuple[str, ...] = tuple(FILES)) -> Due:
    return Due(name, audience, kinds, lambda: carrier)


def send(
    home: Home, *recipients: Due, again: tuple[str, ...] = (), pauses: list[float] | None = None
) -> list[Outcome]:
    waited: list[float] = [] if pauses is None else pauses
    return send_due(home, WEEK, recipients, attempts=3, again=again, pause=waited.append)


def test_pages_beside_the_page_go_with_it_and_the_mail_names_them(home: Home) -> None:
    card = home.reports / WEEK / "network" / f"network-{WEEK}-model-card.html"
    card.write_text("the card")
    parcel = pack(home, WEEK, "network", ["html", "pdf"])
    assert [file.name for file in parcel.files] == [f"network-{WEEK}.html", f"network-{WEEK}.pdf", card.name]
    assert card.name not in [file.name for file in pack(home, WEEK, "network", ["pdf"]).files]
    postbox = Postbox("smtp.example.org", 587, "starttls", "rapport@example.org")
    carrier = MailCarrier(postbox, ["a@example.org"], "Us", Words("en"), MADE_AT)
    message = carrier.message(parcel)
    assert [part.get_filename() for part in message.iter_attachments()][-1] == card.name
    assert "and the card of the dropout model, as a page." in message.get_body().get_content()  # type: ignore[union-attr]


def test_a_recipient_gets_the_files_of_its_audience_and_no_other(home: Home) -> None:
    carrier = Noted("a")
    send(home, due("a", carrier, "south", ("pdf", "html")))
    (parcel,) = carrier.parcels
    assert [file.name for file in parcel.files] == ["south-2026-W46.html", "south-2026-W46.pdf"]
    assert all(file.path.parent.name == "south" for file in parcel.files)


def test_nothing_is_sent_twice(home: Home) -> None:
    carrier = Noted("a")
    first, second = send(home, due("a", carrier)), send(home, due("a", carrier))
    assert [outcome.is_new for outcome in (*first, *second)] == [True, False]
    assert second[0].state is State.SENT
    assert len(carrier.parcels) == 1


def test_a_changed_report_is_sent_again_and_so_is_what_somebody_asks_for(home: Home) -> None:
    carrier = Noted("a")
    send(home, due("a", carrier))
    send(home, due("a", carrier), again=("a",))
    (home.reports / WEEK / "north" / "report.pdf").write_text("corrected")
    send(home, due("a", carrier))
    assert len(carrier.parcels) == 3


def test_the_same_files_to_another_place_are_another_thing(home: Home) -> None:
    one, other = Noted("one"), Noted("other")
    send(home, due("a", one), due("b", other))
    assert (len(one.parcels), len(other.parcels)) == (1, 1)


def test_who_isnt_reached_is_tried_again_after_longer_and_longer_pauses(home: Home) -> None:
    pauses: list[float] = []
    carrier = Noted("a", Unreachable("silent"), Unreachable("silent"))
    (outcome,) = send(home, due("a", carrier), pauses=pauses)
    assert (outcome.state, outcome.attempts, pauses) == (State.SENT, 3, [2.0, 10.0])


def test_after_the_last_attempt_the_reason_is_kept_and_the_next_run_tries_again(
    home: Home,
) -> None:
    carrier = Noted("a", *[Unreachable("nobody answers")] * 3)
    (outcome,) = send(home, due("a", carrier))
    assert (outcome.state, outcome.reason) == (State.FAILED, "nobody answers")
    last = Ledger(home.sent_ledger).entries()[-1]
    assert (last.state, last.attempts, last.reason) == (State.FAILED, 3, "nobody answers")
    (outcome,) = send(home, due("a", carrier))
    assert outcome.state is State.SENT


def test_what_another_attempt_cant_mend_is_tried_once(home: Home) -> None:
    carrier = Noted("a", SendFault("wrong password"))
    (outcome,) = send(home, due("a", carrier))
    assert (outcome.state, outcome.attempts) == (State.FAILED, 1)


def test_one_failure_touches_nobody_else(home: Home) -> None:
    def no_secret() -> Carrier:
        raise SendFault("the variable isn't set")

    last = Noted("c")
    outcomes = send(
        home, Due("a", "north", ("pdf",), no_secret), due("b", Noted("b"), "nobody"), due("c", last)
    )
    assert [outcome.state for outcome in outcomes] == [State.FAILED, State.FAILED, State.SENT]
    assert outcomes[1].reason == "there is no reports/2026-W46/nobody/report.html"


def died_while_sending(home: Home, carrier: Noted) -> None:
    carrier.failures = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        send(home, due("a", carrier))


def test_a_mail_that_broke_off_isnt_sent_again_by_itself(home: Home) -> None:
    carrier = Noted("a")
    died_while_sending(home, carrier)
    (outcome,) = send(home, due("a", carrier))
    assert outcome.state is State.BEGUN
    assert "rapport deliver --week 2026-W46 --again a" in outcome.reason
    (outcome,) = send(home, due("a", carrier), again=("a",))
    assert outcome.state is State.SENT


def test_a_copy_that_broke_off_is_made_again(home: Home) -> None:
    carrier = Noted("a", is_repeatable=True)
    died_while_sending(home, carrier)
    (outcome,) = send(home, due("a", carrier))
    assert outcome.state is State.SENT


def test_the_ledger_is_its_owners_and_outlives_a_line_that_broke_off(home: Home) -> None:
    send(home, due("a", Noted("a")))
    assert stat.S_IMODE(home.sent_ledger.stat().st_mode) == 0o600
    with home.sent_ledger.open("a") as file:
        file.write('{"at": "2026-')
    assert [entry.state for entry in Ledger(home.sent_ledger).entries(WEEK)] == [State.BEGUN, State.SENT]
    assert Ledger(home.sent_ledger).entries("2026-W45") == []


def test_a_folder_gets_whole_files_and_isnt_made_up(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "share"
    (outcome,) = send(home, due("a", FolderCarrier(target)))
    assert "there is no folder" in outcome.reason
    target.mkdir()
    send(home, due("a", FolderCarrier(target)))
    names = sorted(path.name for path in target.iterdir())
    assert names == ["north-2026-W46.html", "north-2026-W46.pdf", "north-2026-W46.xlsx"]
    assert (target / names[1]).read_text() == "report.pdf of north"


def test_a_report_that_isnt_there_is_named(home: Home) -> None:
    with pytest.raises(NothingToSend, match=r"there is no reports/2026-W45/north/report\.pdf"):
        pack(home, "2026-W45", "north", ["pdf"])


def test_a_parcel_is_known_by_its_content(home: Home) -> None:
    assert pack(home, WEEK, "north", ["pdf"]).checksum == pack(home, WEEK, "north", ["pdf"]).checksum
    assert pack(home, WEEK, "north", ["pdf"]).checksum != pack(home, WEEK, "north", ["html"]).checksum
