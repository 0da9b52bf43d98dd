"""Who stays, who leaves and how: the retention marts.

Belongs here: the marts `retention_curves` and `retention_summary`. Doesn't: the estimator
(`competing_risks`), and what counts as a dropout or at which session an ending stands (SQL).
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.competing_risks import INCIDENCE, counts_at_times, incidence_at, incidence_curves
from warehouse.inference.statistic import Count, MartSchema, Statistic, Tables, as_mart

COUNTS = "intermediate.int_retention_counts"
TIMES = "intermediate.int_retention_times"
EPISODES = "intermediate.int_episodes_concluded"
CLINICS = "intermediate.int_clinics_covered"
DEFINITIONS = "intermediate.int_dropout_defined"

HORIZON_DAYS = 180
"""The dropout rate is that of the first half year."""

MILESTONES = (3, 6, 10)
"""Sessions at which retention is reported."""

ALL_CLINICS = "all"
ROLLING = "rolling_12_months"

_INTERVALS = {
    f"{name}_{bound}": pl.Float64
    for name in ("cif_dropout", "cif_completed", "survival_km")
    for bound in ("lower", "upper")
}

RETENTION_CURVES: MartSchema = {
    "clinic_id": pl.String,
    "definition_id": pl.String,
    "session_number": pl.Int32,
    "at_risk": pl.Int64,
    "dropped_out": pl.Int64,
    "completed": pl.Int64,
    "other": pl.Int64,
    "censored": pl.Int64,
    "survival_all": pl.Float64,
    **dict.fromkeys(INCIDENCE.values(), pl.Float64),
    "survival_km": pl.Float64,
    **_INTERVALS,
}

RETENTION_SUMMARY: MartSchema = {
    "clinic_id": pl.String,
    "definition_id": pl.String,
    "cohort": pl.String,
    "episodes": pl.Int64,
    "never_started": pl.Int64,
    "migrated": pl.Int64,
    **{f"{what}_{k}": pl.Int64 for k in MILESTONES for what in ("opportunity", "retained")},
    "dropout_rate": pl.Float64,
    "dropout_rate_lower": pl.Float64,
    "dropout_rate_upper": pl.Float64,
    "crude_dropout_share": pl.Float64,
    "ended_episodes": pl.Int64,
}

_GROUP = ("clinic_id", "definition_id", "cohort")
_COURSE_COUNTS = (
    "episodes",
    "never_started",
    "migrated",
    *(f"{what}_{k}" for k in MILESTONES for what in ("opportunity", "retained")),
    "ended_episodes",
    "dropped_out",
)


def retention_curves(counts: pl.DataFrame) -> pl.DataFrame:
    """Estimate the curves of every clinic, of all together, and of every definition.

    `counts` holds one row per `clinic_id` (`all` included), `definition_id` and `session_number`: `at_risk`,
    `dropped_out`, `completed`, `other`, `censored` (courses). A clinic without rows there has none here.
    """
    return incidence_curves(counts, by=["clinic_id", "definition_id"], step="session_number")


def retention_summary(courses: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Summarise the cohorts of every clinic, of all together, and of every definition.

    Both frames count per `clinic_id`, `definition_id`, `quarter` (first day of the one in which the course
    began) and `is_recent` (whether it began in the twelve months up to the end of the reported week). A
    course begins with its first session; where there was none, on its start date.

    - `courses`: the columns of the mart that need no clock, and `dropped_out` (see below);
    - `days`: for courses with a session, `day` of leaving (since the first session, at most 181), `event`
      (`dropped_out`, `completed`, `other`, `censored`; always censored at 181), `count`.

    Cohorts are the quarters, and `rolling_12_months`. Per cohort:

        episodes                 courses with a session; never_started: those without, counted apart
        migrated                 courses under way before their clinic's data begin, counted apart as well
        opportunity_k            episodes that ended or attended k sessions; retained_k: attended k of those
        dropout_rate             Aalen-Johansen cumulative incidence of dropout 180 days after the first
                                 session, with its 95 % interval; null if nobody was followed so far
        crude_dropout_share      dropouts among ended_episodes: what it looks like without regard to time
    """
    counted = _in_cohorts(courses, by=_GROUP)
    rates = incidence_at(
        counts_at_times(
            _in_cohorts(days, by=(*_GROUP, "day", "event")),
            by=_GROUP,
            time="day",
            event="event",
            count="count",
        ),
        by=_GROUP,
        step="day",
        horizon=HORIZON_DAYS,
    ).select(
        *_GROUP,
        dropout_rate="cif_dropout",
        dropout_rate_lower="cif_dropout_lower",
        dropout_rate_upper="cif_dropout_upper",
    )
    ended = pl.col("ended_episodes")
    return counted.join(rates, on=_GROUP, how="left").with_columns(
        crude_dropout_share=pl.when(ended > 0).then(pl.col("dropped_out") / ended)
    )


def with_silent_clinics(
    summary: pl.DataFrame, clinics: pl.DataFrame, definitions: pl.DataFrame
) -> pl.DataFrame:
    """Give every clinic a rolling row: zeros where no course began, nulls without appointment data.

    `clinics` holds `clinic_id` and `has_appointment_data`, `definitions` the `definition_id`s. Without
    appointment data nobody knows who stayed; the row says so by its nulls.
    """
    network = clinics.select(
        clinic_id=pl.lit(ALL_CLINICS), has_appointment_data=pl.col("has_appointment_data").any()
    )
    expected = (
        pl.concat([clinics.select(network.columns), network.unique()])
        .join(definitions.select("definition_id"), how="cross")
        .with_columns(
            pl.when(pl.col("has_appointment_data")).then(pl.lit(0, pl.Int64)).alias(name)
            for name in _COURSE_COUNTS
        )
        .with_columns(cohort=pl.lit(ROLLING))
        .drop("has_appointment_data")
    )
    missing = expected.join(summary, on=_GROUP, how="anti")
    return pl.concat([summary, missing], how="diagonal")


def _in_cohorts(counts: pl.DataFrame, *, by: tuple[str, ...]) -> pl.DataFrame:
    """Add up counts for both kinds of cohort, and for all clinics together."""
    quarter = pl.format("{}-Q{}", pl.col("quarter").dt.year(), pl.col("quarter").dt.quarter())
    cohorts = pl.concat(
        [
            counts.with_columns(cohort=quarter),
            counts.filter(pl.col("is_recent")).with_columns(cohort=pl.lit(ROLLING)),
        ]
    ).drop("quarter", "is_recent")
    everywhere = pl.concat([cohorts, cohorts.with_columns(clinic_id=pl.lit(ALL_CLINICS))])
    return everywhere.group_by(by).agg(pl.all().sum())


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    curves = retention_curves(tables[COUNTS])
    summary = with_silent_clinics(
        retention_summary(tables["courses"], tables["days"]), tables[CLINICS], tables[DEFINITIONS]
    )
    return {
        "retention_curves": as_mart(
            curves, RETENTION_CURVES, ("clinic_id", "definition_id", "session_number")
        ),
        "retention_summary": as_mart(summary, RETENTION_SUMMARY, _GROUP),
    }


_PLACED = """
with begun as (
    select
        times.*,
        case
            when times.is_migrated then episodes.start_date
            else coalesce(times.first_attended_on, episodes.start_date)
        end as began_on
    from intermediate.int_retention_times as times
    inner join intermediate.int_episodes_concluded as episodes on times.episode_key = episodes.episode_key
),

placed as (
    select
        *,
        cast(date_trunc('quarter', began_on) as date) as quarter,
        began_on >= cast($until as date) - interval 1 year and began_on < cast($until as date) as is_recent,
        sessions_attended > 0 and not is_migrated as is_begun,
        sessions_attended > 0 and not is_migrated and event != 'censored' as is_ended
    from begun
)
"""

_COURSES = (
    _PLACED
    + """
select
    clinic_id,
    definition_id,
    quarter,
    is_recent,
    count(*) filter (is_begun) as episodes,
    count(*) filter (sessions_attended = 0 and not is_migrated) as never_started,
    count(*) filter (is_migrated) as migrated,
    count(*) filter (is_begun and (is_ended or sessions_attended >= 3)) as opportunity_3,
    count(*) filter (is_begun and sessions_attended >= 3) as retained_3,
    count(*) filter (is_begun and (is_ended or sessions_attended >= 6)) as opportunity_6,
    count(*) filter (is_begun and sessions_attended >= 6) as retained_6,
    count(*) filter (is_begun and (is_ended or sessions_attended >= 10)) as opportunity_10,
    count(*) filter (is_begun and sessions_attended >= 10) as retained_10,
    count(*) filter (is_ended) as ended_episodes,
    count(*) filter (is_begun and event = 'dropped_out') as dropped_out
from placed
group by clinic_id, definition_id, quarter, is_recent
"""
)

_DAYS = (
    _PLACED
    + """
select
    clinic_id,
    definition_id,
    quarter,
    is_recent,
    least(days_to_event, 181) as day,
    case when days_to_event > 180 then 'censored' else event end as event,
    count(*) as count
from placed
where is_begun
group by 1, 2, 3, 4, 5, 6
"""
)

_TIMED = {
    TIMES: (
        "clinic_id",
        "episode_key",
        "definition_id",
        "event",
        "sessions_attended",
        "is_migrated",
        "first_attended_on",
        "days_to_event",
    ),
    EPISODES: ("episode_key", "start_date"),
}

STATISTIC = Statistic(
    about="Who stays, who leaves and how: curves by session, and a summary by cohort.",
    reads={
        COUNTS: (
            "clinic_id",
            "definition_id",
            "session_number",
            "at_risk",
            "dropped_out",
            "completed",
            "other",
            "censored",
        ),
        CLINICS: ("clinic_id", "has_appointment_data"),
        DEFINITIONS: ("definition_id",),
    },
    counts={"courses": Count(_COURSES, _TIMED), "days": Count(_DAYS, _TIMED)},
    marts={"retention_curves": RETENTION_CURVES, "retention_summary": RETENTION_SUMMARY},
    compute=_compute,
)
