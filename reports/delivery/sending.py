"""Sending what is due: each recipient for itself, tried again where that can help, never twice.

Belongs here: that order of things. Doesn't: any way of sending (`folder`, `mail`, `sftp`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.home import Home
from reports.delivery.ledger import Entry, Ledger, State, now_utc
from reports.delivery.parcel import NothingToSend, Parcel, pack
from warehouse.audit import access_log

PAUSES = (2.0, 10.0, 30.0)
"""Seconds before the second, third and every later attempt."""


class SendFault(RuntimeError):
    """It can't be sent, and trying again at once wouldn't help; the message says what to do."""


class Unreachable(SendFault):
    """Nobody answered, or the answer broke off: another attempt may succeed."""


class Carrier(Protocol):
    """One way to one recipient."""

    kind: str
    destination: str
    is_repeatable: bool
    """Whether sending the same parcel again leaves one copy: true of folders, not of mail."""

    def send(self, parcel: Parcel) -> None:
        """Bring the parcel there. Raises SendFault."""
        ...


@dataclass(frozen=True)
class Due:
    """Somebody who gets something. `carry` makes the way there, which may fail for want of a secret."""

    recipient: str
    audience: str
    kinds: tuple[str, ...]
    carry: Callable[[], Carrier]


@dataclass(frozen=True)
class Outcome:
    """What became of one recipient. `is_new`: something was sent just now."""

    recipient: str
    audience: str
    state: State
    is_new: bool
    destination: str = ""
    attempts: int = 0
    reason: str = ""


def send_due(
    home: Home,
    week: str,
    recipients: Sequence[Due],
    *,
    attempts: int = 3,
    again: Sequence[str] = (),
    pause: Callable[[float], None] = time.sleep,
) -> list[Outcome]:
    """Send each recipient its audience's files of a week, and return what became of each.

    A parcel that the ledger says was sent there isn't sent again. One of which nobody knows, because the
    process died while it was sent, is sent again only where that leaves one copy, or if its recipient is
    named in `again`. One recipient's failure doesn't touch the others.
    """
    ledger = Ledger(home.sent_ledger)
    outcomes = [_send(home, week, due, ledger, attempts, due.recipient in again, pause) for due in recipients]
    if any(outcome.is_new for outcome in outcomes):
        access_log.append(home, [access_log.sent(home, week)])
    return outcomes


def _send(
    home: Home,
    week: str,
    due: Due,
    ledger: Ledger,
    attempts: int,
    is_wanted_again: bool,
    pause: Callable[[float], None],
) -> Outcome:
    try:
        carrier = due.carry()
        parcel = pack(home, week, due.audience, due.kinds)
    except (NothingToSend, SendFault) as error:
        # Nobody was asked to carry anything, but the recipient has nothing: told like any failure.
        ledger.add(_entry(due, Parcel(due.audience, week, ()), None, State.FAILED, reason=str(error)))
        return Outcome(due.recipient, due.audience, State.FAILED, True, reason=str(error))
    last = ledger.last(parcel.checksum, carrier.destination)
    if last is not None and last.state is State.SENT and not is_wanted_again:
        return Outcome(due.recipient, due.audience, State.SENT, False, carrier.destination, last.attempts)
    if last is not None and last.state is State.BEGUN and not (carrier.is_repeatable or is_wanted_again):
        reason = (
            f"a run broke off while this was sent, so nobody knows whether it arrived; ask, and if not: "
            f"`rapport deliver --week {week} --again {due.recipient}`"
        )
        return Outcome(due.recipient, due.audience, State.BEGUN, False, carrier.destination, reason=reason)
    return _tried(due, parcel, carrier, ledger, attempts, pause)


def _tried(
    due: Due,
    parcel: Parcel,
    carrier: Carrier,
    ledger: Ledger,
    attempts: int,
    pause: Callable[[float], None],
) -> Outcome:
    ledger.add(_entry(due, parcel, carrier, State.BEGUN))
    reason, number = "", 0
    for number in range(1, attempts + 1):
        try:
            carrier.send(parcel)
        except Unreachable as error:
            reason = str(error)
            if number < attempts:
                pause(PAUSES[min(number, len(PAUSES)) - 1])
        except SendFault as error:
            reason = str(error)
            break
        else:
            ledger.add(_entry(due, parcel, carrier, State.SENT, number))
            return Outcome(due.recipient, due.audience, State.SENT, True, carrier.destination, number)
    ledger.add(_entry(due, parcel, carrier, State.FAILED, number, reason))
    return Outcome(due.recipient, due.audience, State.FAILED, True, carrier.destination, number, reason)


def _entry(
    due: Due, parcel: Parcel, carrier: Carrier | None, state: State, attempts: int = 0, reason: str = ""
) -> Entry:
    return Entry(
        at=now_utc(),
        recipient=due.recipient,
        kind=carrier.kind if carrier else "",
        destination=carrier.destination if carrier else "",
        audience=parcel.audience,
        week=parcel.week,
        parcel=parcel.checksum,
        files={file.name: file.sha256 for file in parcel.files},
        state=state,
        attempts=attempts,
        reason=reason,
    )
