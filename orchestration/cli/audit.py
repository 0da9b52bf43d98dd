"""`rapport audit`."""

from __future__ import annotations

import datetime as dt
import sys

import click

from ingest.configuration.registry import load_registry
from ingest.home import Home
from orchestration.cli.group import fail, home_option, say_failures
from orchestration.run_lock import AnotherRunIsGoing, hold_home

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("audit")
def command() -> None:
    """What an auditor asks and signs: is all as it was written, who accepts what, what a delivery touched."""


@command.command("verify")
@home_option
@say_failures()
def verify_command(home: Home) -> None:
    """Hash everything again: landed files, records of runs, both logs, sign-offs, published files, reports.

    Ends with exit code 1 if anything isn't as it was written, and names it.
    """
    from warehouse.audit.verification import verify

    found = verify(home)
    click.echo(
        f"{found.batches:,} landed batches, {found.runs:,} runs, {found.entries:,} lines of the access log, "
        f"{found.deliveries:,} of the ledger of deliveries, {found.published:,} published files."
    )
    for problem in found.problems:
        click.secho(f"  {problem}", fg="red", err=True)
    if found.problems:
        click.secho(f"{len(found.problems)} of them aren't as they were written.", fg="red", err=True)
        sys.exit(1)
    click.secho("All are as they were written.", fg="green")


@command.command("log")
@home_option
@click.option("--audience", help="Only what was for this clinic, network, quality or analysts.")
@say_failures()
def log_command(home: Home, audience: str | None) -> None:
    """Show what was rendered and handed over to whom, the latest last."""
    from warehouse.audit.access_log import verify

    entries, problems = verify(home)
    for entry in entries:
        access = entry.access
        if audience in (None, access.audience):
            words = (entry.at, entry.by, f"{access.event:<9} {access.audience}", access.path, access.told)
            click.echo("  ".join(words).rstrip())
    for problem in problems:
        click.secho(f"  {problem}", fg="red", err=True)
    if problems:
        sys.exit(1)


@command.command("delivered")
@home_option
@click.argument("path")
@click.option("--to", "recipient", required=True, help="Who got it, by name.")
@click.option("--by", required=True, help="Who handed it over, by name.")
@say_failures()
def delivered_command(home: Home, path: str, recipient: str, by: str) -> None:
    """Note in the access log that a rendered file was handed over. PATH is as seen from the home."""
    from ingest.durable_files import sha256_of
    from warehouse.audit.access_log import Access, append

    file = home.root / path
    if not file.is_file() or not file.resolve().is_relative_to(home.root.resolve()):
        click.secho(f"there is no {path} in this home", fg="red", err=True)
        sys.exit(1)
    parts = home.relative(file).split("/")
    week = parts[1] if parts[0] == "reports" and len(parts) > 2 else ""
    append(home, [Access("delivered", recipient, week, home.relative(file), sha256_of(file))], by=by)
    click.echo(f"Noted: {home.relative(file)} went to {recipient}.")


@command.command("touched")
@home_option
@click.argument("delivery", type=int)
@say_failures(LookupError)
def touched_command(home: Home, delivery: int) -> None:
    """Name every number of the published week's reports that can rest on a delivery.

    DELIVERY is its number in `rapport deliveries list`: delivery_key in audit.deliveries. The receipt_key of
    one of the times at which it came will do as well.
    """
    from reports.numbers.touching import touched

    found = touched(home, delivery)
    click.secho(f"{found.clinic_id} {found.export_name}: {found.file_name} ({found.status})", bold=True)
    click.echo(
        f"  SHA-256 {found.file_sha256}, received {found.received_at} UTC, {found.rows_loaded:,} rows loaded"
    )
    for number in found.numbers:
        click.echo(f"  {number.text:>12}  {number.number_id}  {' > '.join(number.where)}")
    click.echo(f"{len(found.numbers):,} numbers of week {found.week} can rest on it.")


@command.command("reminder")
@home_option
@click.argument("clinic")
@say_failures(LookupError, RuntimeError)
def reminder_command(home: Home, clinic: str) -> None:
    """Print a text that asks a clinic for what is missing, with how to mend it and by when.

    What was accepted by name is left out. Nothing is sent.
    """
    from orchestration.appearance import appearance_of
    from reports.quality.reminder import reminder

    click.echo(reminder(home, clinic, appearance_of(load_registry(home)).language_of(clinic)))


@command.command("sign-off")
@home_option
@click.argument("target", metavar="CHECK|DELIVERY")
@click.option("--by", required=True, metavar="NAME", help="Who accepts it.")
@click.option("--note", default="", metavar="TEXT", help="Why; kept in the audit. Name no client.")
@click.option("--until", type=DAY, metavar="DATE", help="The finding counts again from the day after.")
@click.option("--reply-by", type=DAY, metavar="DATE", help="By when the clinic is asked to answer.")
@click.option("--clinic", metavar="ID", help="Only this clinic's. [default: all]")
@click.option("--export", metavar="NAME", help="Only this export's. [default: all]")
@click.option("--withdraw", is_flag=True, help="Take the sign-off back.")
@click.option("--ask-only", is_flag=True, help="Accept nothing: only note the reason and the date.")
@say_failures(RuntimeError, AnotherRunIsGoing)
def sign_off_command(
    home: Home,
    target: str,
    by: str,
    note: str,
    until: dt.datetime | None,
    reply_by: dt.datetime | None,
    clinic: str | None,
    export: str | None,
    withdraw: bool,
    ask_only: bool,
) -> None:
    """Accept a check's finding, or a held or refused delivery as it stands, by name and for a while.

    CHECK is an id of audit.checks, DELIVERY a delivery_key. It is written into audit/notes.yml and into the
    chained log. To let a held delivery in, or refuse it for good: `rapport deliveries release` or `reject`.
    """
    from warehouse.audit import signing

    try:
        with hold_home(home):
            if withdraw:
                count = signing.withdraw(home, target, by=by, clinic=clinic)
                click.echo(f"Withdrawn: {count} of {target}. The next report counts the finding again.")
                return
            made = signing.make_note(
                target,
                by=by,
                note=note,
                clinic=clinic,
                export=export,
                due=reply_by.date() if reply_by else None,
                signed_on=None if ask_only else dt.datetime.now().astimezone().date(),
                until=until.date() if until else None,
            )
            signing.record(home, made, signing.read_known(home))
    except signing.NotSigned as error:
        fail(str(error))
    click.echo(f"{'Noted' if ask_only else 'Signed off'}: {target} by {by}. The next run tells of it.")
