"""`rapport deliveries list`, `release` and `reject`."""

from __future__ import annotations

import datetime as dt

import click

from ingest.configuration.registry import load_registry
from ingest.hold_decisions import (
    REJECTED,
    RELEASED,
    HeldDelivery,
    NotDecided,
    decide,
    held_deliveries,
)
from ingest.home import Home
from orchestration.cli.group import fail, home_option, say_failures
from orchestration.run_lock import AnotherRunIsGoing, hold_home
from warehouse.audit.access_log import DECIDED, Access, append


@click.group("deliveries")
def command() -> None:
    """Held deliveries: what waits for a person, and what was decided.

    The door holds a file that looks as if something went wrong at the sender: half the clients gone, another
    clinic's people, new identifiers for everybody, a field that is suddenly empty.
    """


@command.command("list")
@home_option
@click.option("--clinic", "clinic_id", metavar="ID", help="Only this clinic's.")
@click.option("--all", "is_all", is_flag=True, help="Also those that were decided.")
@say_failures()
def show(home: Home, clinic_id: str | None, is_all: bool) -> None:
    """List the deliveries that wait for a person, the oldest first."""
    registry = load_registry(home)
    if clinic_id is not None and clinic_id not in registry.clinics:
        fail(f"no clinic is called `{clinic_id}`. Known: {', '.join(sorted(registry.clinics))}")
    held = [found for found in held_deliveries(home, registry, clinic_id) if is_all or found.is_waiting]
    for found in held:
        _tell(found)
    if not held:
        click.echo("No delivery waits for a person.")


def _tell(found: HeldDelivery) -> None:
    receipt = found.receipt
    click.secho(f"{receipt.delivery_key}  {found.clinic_id}  {receipt.export_name}", bold=True)
    rows = "?" if receipt.rows_received is None else f"{receipt.rows_received:,}"
    received = f"{receipt.received_at:%Y-%m-%d %H:%M} UTC"
    click.echo(f"  file      {receipt.file_name} ({rows} rows), received {received}")
    click.echo(f"  held by   {receipt.rule}: {receipt.message}")
    if found.decision is not None:
        decision = found.decision
        waits = "; taken" if found.is_read else "; the next run takes it"
        after = waits if decision.decision == RELEASED else ""
        click.echo(
            f"  {decision.decision:<9} by {decision.decided_by} on {decision.decided_at:%Y-%m-%d %H:%M} UTC: "
            f"{decision.reason}{after}"
        )


@command.command("release")
@click.argument("delivery_keys", metavar="ID...", nargs=-1, required=True, type=int)
@click.option("--by", "decided_by", required=True, metavar="NAME", help="Who decides.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; kept in the audit.")
@home_option
@say_failures(NotDecided, AnotherRunIsGoing)
def release(home: Home, delivery_keys: tuple[int, ...], decided_by: str, reason: str) -> None:
    """Let held deliveries in: the next `rapport run` takes them as they are."""
    _decide(home, delivery_keys, RELEASED, decided_by, reason)
    click.echo("The next `rapport run` takes them.")


@command.command("reject")
@click.argument("delivery_keys", metavar="ID...", nargs=-1, required=True, type=int)
@click.option("--by", "decided_by", required=True, metavar="NAME", help="Who decides.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; kept in the audit.")
@home_option
@say_failures(NotDecided, AnotherRunIsGoing)
def reject(home: Home, delivery_keys: tuple[int, ...], decided_by: str, reason: str) -> None:
    """Refuse held deliveries for good: their rows count as refused, and the kept files are removed."""
    _decide(home, delivery_keys, REJECTED, decided_by, reason)
    click.echo("Their rows count as refused. Ask the sender for a new export if something is missing now.")


def _decide(home: Home, delivery_keys: tuple[int, ...], decision: str, decided_by: str, reason: str) -> None:
    registry = load_registry(home)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with hold_home(home):
        decided = decide(
            home, registry, delivery_keys, decision, decided_by=decided_by, reason=reason, decided_at=now
        )
        # By name and in the chained log, so that the decision can't be changed unnoticed.
        noted = [
            Access(DECIDED, one.clinic_id, "", str(one.receipt.delivery_key), one.receipt.sha256, decision)
            for one in decided
        ]
        append(home, noted, by=decided_by.strip())
    for found in decided:
        click.echo(f"{found.receipt.delivery_key} ({found.clinic_id}, {found.receipt.file_name}): {decision}")
