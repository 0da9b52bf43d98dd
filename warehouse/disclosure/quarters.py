"""The network by quarter, and by group within it: shown once, when the quarter has closed, and never again.

Belongs here: which clinics' courses make up a quarter's figure, which groups of it are shown, and the log.
Doesn't: the audit of one table (`share_tables`), clinics beside each other (`comparison`), counting (SQL).

1. Quarters share no course or appointment, and what a quarter has shown stays as it is, whatever is delivered
   later. So there is nothing to subtract from it.
2. A clinic's courses count only where its own cases and others of the quarter aren't small, as in
   `comparison`: what is withheld of a clinic has no part in any figure. The total needs `minimum_clinics`
   such clinics, none of them dominant.
3. A group needs somebody of as many clinics, none of them dominant in it, and is withheld where it is
   small, or where it would give another group away.

Intervals are made of the shown figures, so that they tell nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from warehouse.disclosure.policy import Policy
from warehouse.disclosure.share_tables import Group, released_share, small_count, withheld_groups
from warehouse.inference.statistic import Z_95, MartSchema

EVERYBODY = "all"

KEY = ("quarter", "measure_id", "breakdown", "group_name")
_SERIES = ("quarter", "measure_id")

_MEASURE: MartSchema = {"measure": pl.String, "scale_id": pl.String, "respondent": pl.String}

COUNTS = (
    "clinic_id",
    *KEY,
    *_MEASURE,
    "course_count",
    "numerator",
    "denominator",
    "numerator_squares",
    "products",
    "denominator_squares",
)
"""Columns of `int_quarters_grouped`: counts by clinic; `all` is a breakdown with one group."""

QUARTER_LOG: MartSchema = {
    **dict.fromkeys(KEY, pl.String),
    **_MEASURE,
    "decided_in": pl.String,
    "decision": pl.String,
    "reason": pl.String,
    "clinics": pl.Int64,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "design_effect": pl.Float64,
}
"""One row per quarter, measure and group; `decision` is released or withheld. Of a measure that isn't
shown at all there is the row of `all` alone. Counts are null where withheld."""

BREAKDOWNS_SCHEMA: MartSchema = {
    **dict.fromkeys(KEY, pl.String),
    **_MEASURE,
    "is_withheld": pl.Boolean,
    "clinics": pl.Int64,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "lower_95": pl.Float64,
    "upper_95": pl.Float64,
    "design_effect": pl.Float64,
}


def decide_quarters(counts: pl.DataFrame, history: pl.DataFrame, policy: Policy, week: str) -> pl.DataFrame:
    """Return the log up to this week: what was shown before as it was, and closed quarters that are new.

    `counts`: COUNTS of quarters that have closed. `history`: QUARTER_LOG, the log so far. A measure of which
    nothing was shown is judged anew; of one that was shown nothing is. Quarters later than those of `counts`
    belong to later weeks, and are left out.
    """
    if not counts.height:
        return history.clear()
    known = history.filter(pl.col("quarter") <= counts["quarter"].max())
    is_shown = (pl.col("decision") == "released").any().over(_SERIES)
    settled = known.filter(is_shown)
    fresh = counts.join(settled.select(_SERIES).unique(), on=_SERIES, how="anti")
    older = known.filter(~is_shown).join(fresh.select(_SERIES).unique(), on=_SERIES, how="anti")
    rows = [
        row
        for _, of_measure in sorted(fresh.partition_by(_SERIES, as_dict=True).items())
        for row in _decided(of_measure, policy, week)
    ]
    return pl.concat([settled, older, pl.DataFrame(rows, schema=QUARTER_LOG)]).sort(KEY)


def release_quarters(log: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return what the log says is shown (BREAKDOWNS_SCHEMA): rounded numbers, shares in whole per cents."""
    rows = []
    for row in log.iter_rows(named=True):
        is_shown = row["decision"] == "released"
        rows.append(
            {name: row[name] for name in (*KEY, *_MEASURE)}
            | {"is_withheld": not is_shown}
            | (_shown(row, policy) if is_shown else {})
        )
    return pl.DataFrame(rows, schema=BREAKDOWNS_SCHEMA).sort(KEY)


def wilson(share: float, everybody: float, digits: int | None = 2) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927), rounded to whole per cents unless told otherwise."""
    squared = Z_95**2
    centre = (share + squared / (2 * everybody)) / (1 + squared / everybody)
    half = (
        Z_95
        / (1 + squared / everybody)
        * (share * (1 - share) / everybody + squared / (4 * everybody**2)) ** 0.5
    )
    ends = max(centre - half, 0.0), min(centre + half, 1.0)
    return ends if digits is None else (round(ends[0], digits), round(ends[1], digits))


def _shown(row: dict[str, Any], policy: Policy) -> dict[str, Any]:
    share, everybody = released_share(row["numerator"], row["denominator"], policy)
    lower, upper = wilson(share, everybody / row["design_effect"])
    return {
        "clinics": row["clinics"],
        "denominator": everybody,
        "value": share,
        "lower_95": lower,
        "upper_95": upper,
        "design_effect": row["design_effect"],
    }


def _decided(counts: pl.DataFrame, policy: Policy, week: str) -> Iterator[dict[str, Any]]:
    """Yield the log's rows of one measure in one quarter."""
    named = counts.select(*_SERIES, *_MEASURE).row(0, named=True) | {"decided_in": week}
    own = counts.filter(breakdown=EVERYBODY)
    telling = [
        row
        for row in own.iter_rows(named=True)
        if not small_count(row["numerator"], row["denominator"], policy)
    ]
    total = named | {"breakdown": EVERYBODY, "group_name": EVERYBODY}
    if hindrance := _hindrance([row["denominator"] for row in telling], policy):
        yield total | {"decision": "withheld", "reason": hindrance}
        return
    effect = design_effect(telling)
    shown = {"decision": "released", "design_effect": effect}
    yield total | shown | _summed(telling) | {"clinics": len(telling)}
    groups = counts.filter(
        pl.col("clinic_id").is_in([row["clinic_id"] for row in telling]) & (pl.col("breakdown") != EVERYBODY)
    )
    table: dict[str, dict[str, Group]] = {}
    for (breakdown, name), rows in sorted(
        groups.partition_by("breakdown", "group_name", as_dict=True).items()
    ):
        table.setdefault(str(breakdown), {})[str(name)] = _group(rows.to_dicts(), policy)
    # A breakdown into one group is the total.
    table = {breakdown: known for breakdown, known in table.items() if len(known) > 1}
    withheld = withheld_groups(table, policy)
    for breakdown, known in table.items():
        for name, group in known.items():
            place = named | {"breakdown": breakdown, "group_name": name}
            if reason := withheld.get((breakdown, name)):
                yield place | {"decision": "withheld", "reason": reason}
            else:
                yield place | shown | {"numerator": group.cases, "denominator": group.everybody}


def _group(rows: list[dict[str, Any]], policy: Policy) -> Group:
    """One group over the clinics; `hindrance` where few courses or clinics, or one above all, make it up."""
    if policy.is_small(sum(row["course_count"] for row in rows)):
        hindrance: str | None = "few courses"
    else:
        hindrance = _hindrance([row["denominator"] for row in rows], policy, least=1)
    summed = _summed(rows)
    return Group(summed["numerator"], summed["denominator"], hindrance)


def _hindrance(contributions: list[int], policy: Policy, least: int | None = None) -> str | None:
    """Say why there can be no figure over these clinics; None where there can."""
    if policy.allows_total(contributions, least=least):
        return None
    enough = policy.minimum_count if least is None else least
    many = sum(count >= enough for count in contributions) >= policy.minimum_clinics
    return "one clinic makes up most of it" if many else "too few clinics"


def _summed(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in ("numerator", "denominator")}


def design_effect(rows: list[dict[str, Any]]) -> float:
    """Return how much wider than by chance alone the share varies, to a tenth; 1 where each course counts
    once.

    Appointments and forms of one course aren't independent: the ratio's variance between courses
    (Cochran 1977) over the binomial one (Kish 1965).
    """
    cases, everybody = (sum(row[name] for row in rows) for name in ("numerator", "denominator"))
    courses = sum(row["course_count"] for row in rows)
    share = cases / everybody
    squares, products, sizes = (
        sum(row[name] for row in rows) for name in ("numerator_squares", "products", "denominator_squares")
    )
    between = (squares - 2 * share * products + share**2 * sizes) * courses / max(courses - 1, 1)
    by_chance = everybody * share * (1 - share)
    return round(max(between / by_chance, 1.0), 1) if by_chance and courses < everybody else 1.0
