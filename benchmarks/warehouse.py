"""How long the warehouse takes for millions of forms, beside a plain DuckDB script over the same Parquet.

    .venv/bin/python -m benchmarks.warehouse --millions 3 [--clinics 40]

It invents landed batches of so many clinics and a year of weeks, builds them through dbt (all models and
tests), adds one more week, and builds again. The plain script (`plain_marts.sql`) makes the main marts by
hand from the same Parquet, and has to give the same answers; it checks nothing, and knows nothing of
withdrawals, comparison, risk or audit. Both have two threads, and run one after the other. On a machine that
does other things too, the processor's seconds are what compares.

Belongs here: inventing batches of that size, and timing. Doesn't: judging the results (`tests/dbt_project`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from ingest.canonical import Feed
from ingest.home import Home
from ingest.landing_tables import BATCH_TABLES, NOTED_TABLES, rows_schema
from warehouse import dbt
from warehouse.knowledge import Knowledge
from warehouse.week import Week

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "dbt_project"))
from registered import Clinic, write_registry

WEEKS = 50
SESSIONS = 9
FORMS = 4
FIRST_WEEK = dt.datetime(2025, 1, 6)  # noqa: DTZ001 - clinical times are naive

ROWS = {
    Feed.CLIENTS: """
        select ck as client_key, 'yes' as consent, (1950 + e % 50)::smallint as birth_year,
            'female' as gender, null::varchar as ethnicity_group, null::varchar as employment,
            null::varchar as language, {version}
        from courses where week = {week} and clinic = {clinic}""",
    Feed.THERAPISTS: """
        select distinct tk as therapist_key, 'psychologist' as profession, 2010::smallint as qualified_year,
            {version}
        from courses where week = {week} and clinic = {clinic}""",
    Feed.EPISODES: """
        select ek as episode_key, ck as client_key, tk as therapist_key, start_date,
            null::date as referral_date,
            case when e % 3 = 0 then start_date + 70 end as end_date,
            case when e % 3 = 0 then 'completed' end as end_reason, null::varchar as programme,
            null::varchar as presenting_problem, 'in_person' as modality, 12::smallint as planned_sessions,
            null::smallint as age_at_start, false as is_synthetic_date, {version}
        from courses where week = {week} and clinic = {clinic}""",
    Feed.APPOINTMENTS: """
        select (hash(ek, s) >> 1)::bigint as appointment_key, ek as episode_key,
            start_date + (7 * s)::integer + to_hours(9 + e % 8) as scheduled_at, true as has_time,
            case when hash(ek, s) % 10 = 0 then 'no_show' else 'attended' end as status,
            null::bigint as therapist_key, 'in_person' as modality, false as is_synthetic_date,
            false as is_impossible_time, {version}
        from courses, range({sessions}) as t(s) where week + s = {week} and clinic = {clinic}""",
    Feed.RESPONSES: """
        select (hash(ek, s, f) >> 1)::bigint as response_key, ek as episode_key,
            ['phq9', 'gad7', 'srs', 'ors'][f + 1] as instrument_id, 'client' as respondent,
            start_date + (7 * s)::integer + to_hours(9 + e % 8) as completed_at, true as has_time,
            null::bigint as appointment_key,
            list_transform(
                range([9, 7, 4, 4][f + 1]),
                lambda i: case
                    when f < 2 and hash(ek, s, f, i) % 50 = 0 then null
                    else (hash(ek, s, i) % [4, 4, 101, 101][f + 1])::smallint
                end
            ) as items,
            false as is_keyed, null::double as declared_total, null::varchar as not_given_reason,
            null::integer as comment_length, 'natural' as key_basis, false as is_synthetic_date,
            false as is_impossible_time, false as is_fractional_total, {version}
        from courses, range({sessions}) as t(s), range({forms}) as u(f)
        where (week + s = {week} or (week + s = {week} - 1 and e % 20 = 0)) and clinic = {clinic}""",
}
"""A week's rows of each feed; one form in twenty comes again the week after."""


@dataclass(frozen=True)
class Took:
    """How long something took: by the clock, and of the processor over all threads."""

    seconds: float
    processor: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.processor:.1f} s of the processor"


@contextmanager
def timed() -> Iterator[Callable[[], Took]]:
    """Give a function that says how long it has been."""
    clock, processor = time.perf_counter(), time.process_time()
    yield lambda: Took(time.perf_counter() - clock, time.process_time() - processor)


def courses_sql(count: int, clinics: int) -> str:
    """Invent courses of care: keys, clinic, week of the start."""
    return f"""
        create table courses as
        select e, e % {clinics} as clinic, ((e // {clinics}) % {WEEKS - SESSIONS})::integer as week,
            (hash(e, 1) >> 1)::bigint as ek, (hash(e, 2) >> 1)::bigint as ck,
            (hash((e % {clinics}) * 100 + e % 7, 3) >> 1)::bigint as tk,
            (date '{FIRST_WEEK:%Y-%m-%d}'
                + ((e // {clinics}) % {WEEKS - SESSIONS} * 7 + e % 5)::integer)::date
                as start_date
        from range({count}) as t(e)"""  # noqa: S608


def write_week(connection: duckdb.DuckDBPyConnection, home: Home, week: int, clinics: int) -> int:
    """Write one batch per clinic and feed; returns the number of responses."""
    received = FIRST_WEEK + dt.timedelta(weeks=week + 1, hours=5)
    responses = 0
    for clinic in range(clinics):
        for number, feed in enumerate(ROWS):
            key = (week * clinics + clinic) * 10 + number
            folder = home.landing / feed / f"clinic=c{clinic:02d}" / f"batch=w{week:03d}-{feed}"
            folder.mkdir(parents=True)
            version = (
                f"'c{clinic:02d}' as clinic_id, {key}::bigint as delivery_key, "
                "(row_number() over () + 1)::integer as source_row, "
                f"timestamp '{received}' as exported_at, timestamp '{received}' as received_at, "
                "false as is_withdrawn"
            )
            query = ROWS[feed].format(
                version=version, week=week, clinic=clinic, sessions=SESSIONS, forms=FORMS
            )
            target = folder / "rows.parquet"
            names = ", ".join(rows_schema(feed))
            (rows,) = connection.execute(f"copy (select {names} from ({query})) to '{target}'").fetchone()  # type: ignore[misc] # noqa: S608
            responses += rows if feed is Feed.RESPONSES else 0
            receipt = {
                "receipt_key": key,
                "delivery_key": key,
                "clinic_id": f"c{clinic:02d}",
                "export_name": feed.value,
                "feed": feed.value,
                "file_name": f"{feed}.csv",
                "file_sha256": str(key),
                "mode": "delta",
                "exported_at": received,
                "exported_at_basis": "file_name",
                "received_at": received,
                "status": "accepted",
                "rows_received": rows,
                "batch_id": f"w{week:03d}-{feed}",
            }
            pl.DataFrame([receipt], schema=BATCH_TABLES["deliveries"]).write_parquet(
                folder / "deliveries.parquet"
            )
            pl.DataFrame(
                [(key, "landed", "landed", rows)], schema=BATCH_TABLES["accounts"], orient="row"
            ).write_parquet(folder / "accounts.parquet")
            for name in ("quarantine", "checks"):
                BATCH_TABLES[name].to_frame().write_parquet(folder / f"{name}.parquet")
    return responses


def prepare(home: Home, clinics: int) -> None:
    """Write the zero-row files and a registry of four instruments."""
    for feed in Feed:
        (home.landing / feed).mkdir(parents=True)
        rows_schema(feed).to_frame().write_parquet(home.landing / feed / "empty.parquet")
    for name, schema in (BATCH_TABLES | NOTED_TABLES).items():
        schema.to_frame().write_parquet(home.landing / f"empty_{name}.parquet")
    every = (("phq9", "client", True, ()), ("gad7", "client", True, ()), ("srs", "client", True, ()))
    write_registry(home, tuple(Clinic(f"c{clinic:02d}", protocol=every) for clinic in range(clinics)))


PLAIN = Path(__file__).with_name("plain_marts.sql")

SAME_ANSWERS = {
    "scores": (
        "select instrument_id, count(*), count(score), round(sum(score), 3), sum(session_number)",
        "scores",
        "intermediate.int_responses_scored",
    ),
    "states": (
        "select state, count(*), sum(sessions_attended), sum(no_shows)",
        "fct_episodes",
        "marts.fct_episodes",
    ),
    "outcomes": (
        """
        select
            reliable_change, count(*), count(last_score), round(sum(first_score), 3),
            round(sum(last_score), 3)
        """,
        "fct_outcomes",
        "marts.fct_outcomes",
    ),
    "alliance": (
        """
        select
            respondent, count(*), round(sum(baseline), 3), round(sum(last), 3), round(sum(minimum), 3),
            round(sum(slope_per_session), 3), round(sum(largest_drop), 3), sum(rupture_count),
            sum(repair_count)
        """,
        "fct_alliance",
        "marts.fct_alliance",
    ),
    "expected forms": (
        "select cast(state as varchar) as state, count(*)",
        "fct_expected_forms",
        "intermediate.int_forms_expected",
    ),
    "adherence": (
        "select true, round(sum(attendance_share), 3), round(sum(form_completion_share), 3)",
        "fct_adherence",
        "marts.fct_adherence",
    ),
}
"""What both are asked: the question, the script's table and Rapport's."""


def knowledge_of(name: str) -> Knowledge:
    """Return what every build of the benchmark is about."""
    known_at = FIRST_WEEK + dt.timedelta(weeks=WEEKS + 2)
    return Knowledge(Week.containing(known_at.date()).previous(), known_at, name)


def plain_file(home: Home) -> Path:
    """Return where the plain script writes its tables."""
    return home.root / "plain.duckdb"


def time_plain(home: Home) -> Took:
    """Return what the plain script over the same Parquet takes."""
    plain_file(home).unlink(missing_ok=True)
    week_end = f"{knowledge_of('plain').week.end:%Y-%m-%d}"
    script = PLAIN.read_text(encoding="utf-8").format(landing=home.landing, week_end=week_end)
    with timed() as took, duckdb.connect(str(plain_file(home)), config={"threads": 2}) as connection:
        connection.execute(script)
        return took()


def refuse_other_answers(home: Home) -> None:
    """Stop if the plain script and Rapport, built from the same weeks, don't say the same."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{plain_file(home)}' as plain (read_only)")
        connection.execute(f"attach '{home.working_file}' as rapport (read_only)")
        for name, (question, plain, ours) in SAME_ANSWERS.items():
            asked = (f"{question} from {table} group by 1 order by 1" for table in (plain, ours))
            by_hand, built = (
                connection.execute(f"use {catalog}; {query}").fetchall()
                for catalog, query in zip(("plain", "rapport"), asked, strict=True)
            )
            if by_hand != built:
                raise SystemExit(f"{name}: by hand {by_hand}, built {built}")


def time_build(home: Home, name: str, *, show: int = 0) -> Took:
    """Return what one build takes; stops where it fails."""
    with timed() as took:
        result = dbt.build(home, knowledge_of(name))
        built = took()
    if not result.is_success:
        raise SystemExit(result.summary() + "\n" + str([n.message for n in result.failed][:3]))
    for node in sorted(result.nodes, key=lambda n: -n.seconds)[:show]:
        print(f"    {node.seconds:7.2f} s  {node.name}")
    return built


def main() -> None:
    """Invent, build, compare, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--millions", type=float, default=3.0, help="forms to invent, in millions")
    parser.add_argument("--clinics", type=int, default=40, help="clinics, each with a batch a feed and week")
    parser.add_argument("--keep", type=Path, help="a folder to build in and leave behind")
    parser.add_argument("--slowest", type=int, default=12, help="how many nodes to list")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="rapport-benchmark-"))
    home = Home(folder)
    try:
        prepare(home, options.clinics)
        begun = time.perf_counter()
        with duckdb.connect(config={"threads": 2}) as connection:
            connection.execute(
                courses_sql(int(options.millions * 1e6 / (SESSIONS * FORMS * 1.05)), options.clinics)
            )
            responses = sum(write_week(connection, home, week, options.clinics) for week in range(WEEKS - 1))
            print(
                f"{responses:,} forms in {(WEEKS - 1) * options.clinics * len(ROWS):,} batches invented in "
                f"{time.perf_counter() - begun:.0f} s"
            )
            dbt.parse(home.dbt_target)  # the import and parse of dbt, once per process
            plain = time_plain(home)
            cold = time_build(home, "cold", show=options.slowest)
            refuse_other_answers(home)
            write_week(connection, home, WEEKS - 1, options.clinics)
        weekly = time_build(home, "weekly", show=options.slowest)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"plain DuckDB script {plain}; dbt build from nothing {cold} "
            f"({cold.processor / plain.processor:.1f} x); one more week {weekly} "
            f"({weekly.processor / plain.processor:.1f} x); "
            f"peak memory {memory:.1f} GB; "
            f"working file {home.working_file.stat().st_size / 1e9:.2f} GB"
        )
    finally:
        if options.keep is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
