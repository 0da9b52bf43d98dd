"""Clinics whose weekly deliveries go wrong in one way each, and one whose deliveries don't.

Belongs here: half a year of small files, landed as the door lands them, with hashes. Doesn't: what the
audit should say of them, which the tests do.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import polars as pl
from landed import Delivery, Landing, Row, appointment, episode, response
from registered import Clinic, write_registry

from ingest.canonical import Feed
from ingest.home import Home

WEEKS = 20
LAST = dt.date(2026, 4, 5)
"""A Sunday: the last day of 2026-W14."""
CLINICS = (
    "steady",
    "blank",
    "codes",
    "quiet",
    "gap",
    "doubled",
    "renumbered",
    "vanished",
    "decaying",
    "edited",
)


def day(weeks_ago: int) -> str:
    """The Sunday so many weeks before the last one."""
    return str(LAST - dt.timedelta(weeks=weeks_ago))


def plant(home: Home) -> None:
    """Land every clinic's half year in a home, and write its registry."""
    write_registry(home, tuple(Clinic(name) for name in CLINICS))
    sent = [_courses(name) for name in CLINICS if name != "vanished"]
    for week in range(WEEKS - 1, -1, -1):
        sent += [
            _sessions("steady", week),
            _sessions("codes", week, status="no_show" if week == 0 else "attended"),
        ]
        sent += [
            _new_courses("steady", week),
            _new_courses("blank", week, programme=None if week == 0 else "cbt"),
        ]
        sent += [_forms("steady", week), _forms("decaying", week), _forms("edited", week)]
        sent += [_forms("doubled", week, count=40 if week == 0 else 4 + week % 3)]
        sent += [_forms("quiet", week)] if week > 2 else []
        sent += [_forms("gap", week)] if week != 6 else []
        sent += [_snapshot(week)] if week < 4 else []
    sent.append(_renumbered())
    Landing(sent).write(home)
    _let_a_check_decay(home)
    for batch in sorted(home.landing.glob("*/clinic=*/batch=*")):
        hashes = {
            path.stem: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(batch.glob("*.parquet"))
        }
        (batch / "manifest.json").write_text(json.dumps({"sha256": hashes}), encoding="utf-8")


def edit(home: Home) -> Path:
    """Change one landed file of the clinic `edited` after it was committed."""
    path = sorted(home.landing.glob("responses/clinic=edited/batch=*/rows.parquet"))[3]
    pl.read_parquet(path).with_columns(pl.col("completed_at") + pl.duration(days=1)).write_parquet(path)
    return path


def _delivery(
    clinic: str, export: str, feed: Feed, rows: list[Row], week: int, mode: str = "delta"
) -> Delivery:
    return Delivery(clinic, export, feed, tuple(rows), day(week), f"{day(week)} 18:00", mode)


def _courses(clinic: str) -> Delivery:
    """Ten courses that begin with the half year and stay open."""
    rows = [episode(f"c{n}", clinic, day(WEEKS), with_=f"t{n % 3}", programme="cbt") for n in range(10)]
    return _delivery(clinic, "courses", Feed.EPISODES, rows, WEEKS)


def _renumbered() -> Delivery:
    rows = [
        episode(f"c{n}", "renumbered", day(WEEKS), with_=f"new{n % 3}", programme="cbt") for n in range(10)
    ]
    return _delivery("renumbered", "courses", Feed.EPISODES, rows, 0)


def _new_courses(clinic: str, week: int, **columns: object) -> Delivery:
    given = {"programme": "cbt"} | columns
    rows = [episode(f"w{week}n{n}", clinic, day(week), with_=f"t{n % 3}", **given) for n in range(6)]
    return _delivery(clinic, "new_courses", Feed.EPISODES, rows, week)


def _snapshot(week: int) -> Delivery:
    rows = [episode(f"c{n}", "vanished", day(WEEKS), with_="t0") for n in range(5 if week == 0 else 10)]
    return _delivery("vanished", "courses", Feed.EPISODES, rows, week, "full")


def _sessions(clinic: str, week: int, status: str = "attended") -> Delivery:
    rows = [
        appointment(f"w{week}n{n}", clinic, f"{day(week)} 10:{n:02}", status if n else "no_show", of=f"c{n}")
        for n in range(8)
    ]
    return _delivery(clinic, "sessions", Feed.APPOINTMENTS, rows, week)


def _forms(clinic: str, week: int, count: int = 4) -> Delivery:
    rows = [
        response(clinic, "phq9", f"{day(week)} 11:{n:02}", [n % 4] * 9, of=f"c{n % 10}") for n in range(count)
    ]
    return _delivery(clinic, "forms", Feed.RESPONSES, rows, week)


def _let_a_check_decay(home: Home) -> None:
    """The share that fails at one clinic's door rises from week to week, and stays below its threshold."""
    files = sorted(home.landing.glob("responses/clinic=decaying/batch=*/checks.parquet"))
    for place, file in enumerate(files):
        failed = place % 2 if place < len(files) - 8 else place - len(files) + 9
        checks = pl.read_parquet(file).with_columns(
            evaluated=pl.lit(1000, pl.Int64),
            failed=pl.lit(failed, pl.Int64),
            check_id=pl.lit("items_are_answered"),
        )
        checks.write_parquet(file)
