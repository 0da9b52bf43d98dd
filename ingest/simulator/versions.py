"""What a clinic's exports knew when: one row per thing and delivery in which it changed.

Belongs here: spreading tidy tables over deliveries. Doesn't: how rows look in a file (`dialects`).
Every function returns its table with a `delivery` column (day number), sorted by it.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.simulator.clinic_days import DeliveryCalendar
from ingest.simulator.network import SimulatedClinic

LATE_EPISODE_DAYS = 21


def client_versions(part: SimulatedClinic) -> pl.DataFrame:
    """Clients when they are registered, and again when they opt out."""
    calendar, clients = part.calendar, part.clients
    delivery, out = (
        _delivered(calendar, clients["registered_on"]),
        _delivered(calendar, clients["opted_out_on"]),
    )
    known = clients.with_columns(delivery.alias("delivery"), out.alias("out"))
    before = known.filter(pl.col("out").is_null() | (pl.col("delivery") < pl.col("out")))
    before = before.with_columns(
        pl.when(pl.col("out").is_null()).then("consent").otherwise(pl.lit("yes")).alias("consent")
    )
    after = known.drop_nulls("out").with_columns(pl.col("out").alias("delivery"))
    return _in_order(calendar, [before, after], "client").drop("out")


def episode_versions(part: SimulatedClinic, late: pl.Series) -> pl.DataFrame:
    """Courses when they are opened, and again when their ending was recorded.

    `late` holds the numbers of episodes that are exported three weeks later than the others; `is_late` marks
    the row in which such an episode first appears.
    """
    known = _with_episode_deliveries(part, late)
    is_both = pl.col("closing") == pl.col("delivery")
    opened = known.filter(~is_both.fill_null(False)).with_columns(
        pl.lit(None, pl.Date).alias("end_date"), pl.lit(None, pl.String).alias("end_reason")
    )
    closed = known.drop_nulls("closing").with_columns(
        pl.col("closing").alias("delivery"), (pl.col("is_late") & is_both).alias("is_late")
    )
    return _in_order(part.calendar, [opened, closed], "episode").drop("closing")


def episode_snapshots(part: SimulatedClinic, late: pl.Series) -> pl.DataFrame:
    """All courses known by then, in every delivery: full exports."""
    known = _with_episode_deliveries(part, late).rename({"delivery": "opening"})
    days = pl.DataFrame({"delivery": part.calendar.days})
    table = days.join(known, how="cross").filter(pl.col("opening") <= pl.col("delivery"))
    is_closed = pl.col("closing") <= pl.col("delivery")
    return (
        table.with_columns(
            *(pl.when(is_closed).then(name).alias(name) for name in ("end_date", "end_reason")),
            (pl.col("is_late") & (pl.col("opening") == pl.col("delivery"))).alias("is_late"),
        )
        .drop("opening", "closing")
        .sort("delivery", "episode")
    )


def appointment_versions(part: SimulatedClinic, *, with_scheduled: bool = True) -> pl.DataFrame:
    """Appointments a week ahead as scheduled (if wanted), and again with what became of them."""
    calendar = part.calendar
    opened = part.episodes.select("episode", "start_date")
    table = part.appointments.join(opened, on="episode", how="left", maintain_order="left").with_columns(
        _delivered(calendar, part.appointments["scheduled_at"].dt.date()).alias("delivery"),
    )
    held = table.filter(pl.col("status") != "scheduled")
    if not with_scheduled:
        return _in_order(calendar, [held], "appointment").drop("start_date")
    ahead = pl.max_horizontal(pl.col("scheduled_at").dt.date() - pl.duration(days=7), "start_date")
    booked_on = table.select(ahead).to_series()
    booked = table.with_columns(
        _delivered(calendar, booked_on).alias("booking"), pl.lit("scheduled").alias("status")
    ).filter(pl.col("booking") < pl.col("delivery"))
    booked = booked.with_columns(pl.col("booking").alias("delivery")).drop("booking")
    return _in_order(calendar, [booked, held], "appointment").drop("start_date")


def case_endings(part: SimulatedClinic) -> pl.DataFrame:
    """The delivery (`closing`) in which each ended episode's ending becomes known."""
    closing = _delivered(part.calendar, part.episodes["end_date"])
    known = part.episodes.select("episode", closing.alias("closing")).drop_nulls("closing")
    return known.filter(pl.col("closing") <= part.calendar.last)


def form_versions(part: SimulatedClinic, instrument: str, rng: np.random.Generator) -> pl.DataFrame:
    """Forms in the week after they were filled in; some two to six weeks later (`is_late`)."""
    forms = part.forms[instrument]
    late = rng.random(forms.height) < part.parameters.dirt.late_share
    weeks = np.where(late, rng.integers(2, 7, forms.height), 0)
    on_time = _delivered(part.calendar, forms["completed_at"].dt.date())
    later = on_time + pl.Series(7 * weeks, dtype=pl.Int32)
    kept = later <= part.calendar.last
    table = forms.with_columns(
        pl.select(pl.when(kept).then(later).otherwise(on_time)).to_series().alias("delivery"),
        (pl.Series(late) & kept).alias("is_late"),
    )
    return _in_order(part.calendar, [table], "response")


def action_versions(part: SimulatedClinic, actions: pl.DataFrame) -> pl.DataFrame:
    """Actions in the week after they were taken."""
    delivery = _delivered(part.calendar, actions["acted_on"])
    return _in_order(part.calendar, [actions.with_columns(delivery.alias("delivery"))], "action")


def therapist_versions(part: SimulatedClinic) -> pl.DataFrame:
    """The whole staff once a quarter: full exports."""
    days = pl.DataFrame({"delivery": part.calendar.days[::13]})
    return days.join(part.therapists, how="cross").sort("delivery", "therapist")


def choose_late_episodes(part: SimulatedClinic, rng: np.random.Generator) -> pl.Series:
    """Choose the episodes that arrive after their first forms, among those with one in time to be early."""
    first = pl.concat(form.select("episode", "completed_at") for form in part.forms.values())
    first = first.group_by("episode").agg(pl.col("completed_at").min().dt.date().alias("first_form"))
    table = part.episodes.join(first, on="episode")
    early = _delivered(part.calendar, table["first_form"])
    on_time = _delivered(part.calendar, table["start_date"])
    late = table.filter(
        (early < on_time + LATE_EPISODE_DAYS) & (on_time + LATE_EPISODE_DAYS <= part.calendar.last)
    )
    numbers = late["episode"].sort()
    count = min(part.parameters.dirt.late_episodes, len(numbers))
    return numbers.gather(np.sort(rng.choice(len(numbers), count, replace=False)) if count else []).sort()


def _with_episode_deliveries(part: SimulatedClinic, late: pl.Series) -> pl.DataFrame:
    calendar, episodes = part.calendar, part.episodes
    is_late = episodes["episode"].is_in(late.to_list())
    opening = _delivered(calendar, episodes["start_date"]) + is_late.cast(pl.Int32) * LATE_EPISODE_DAYS
    closing = _delivered(calendar, episodes["end_date"])
    return episodes.with_columns(
        opening.alias("delivery"), closing.alias("closing"), is_late.alias("is_late")
    ).with_columns(
        pl.when(pl.col("closing").is_not_null())
        .then(pl.max_horizontal("delivery", "closing"))
        .alias("closing")
    )


def _delivered(calendar: DeliveryCalendar, days: pl.Series) -> pl.Series:
    """Return the delivery day of each date; null where there is no date."""
    numbers = days.cast(pl.Int32).fill_null(0).to_numpy()
    found = pl.Series(calendar.delivered_on(numbers))
    return pl.select(pl.when(days.is_not_null()).then(found)).to_series()


def _in_order(calendar: DeliveryCalendar, parts: list[pl.DataFrame], number: str) -> pl.DataFrame:
    together = pl.concat(parts).filter(pl.col("delivery") <= calendar.last)
    return together.sort("delivery", number, maintain_order=True)
