"""How endings that exclude each other accumulate: the Aalen-Johansen estimator, and Kaplan-Meier beside it.

Belongs here: the estimator, its variance and its interval, for any number of groups at once. Doesn't: what an
ending is and at which session it stands (SQL decides that), and which groups a mart needs (`retention`).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.inference.statistic import Z_95

CAUSES = ("dropped_out", "completed", "other")
"""The endings that compete; every course has at most one."""

LEAVING = (*CAUSES, "censored")
"""Every way of leaving the risk set."""

INCIDENCE = {"dropped_out": "cif_dropout", "completed": "cif_completed", "other": "cif_other"}
"""Ending -> name of its cumulative incidence."""


def incidence_curves(counts: pl.DataFrame, *, by: Sequence[str], step: str) -> pl.DataFrame:
    """Estimate, at every step of every group, how many have left in which way.

    `counts` holds one row per group (`by`) and `step` (sessions or days, any numbers that order) with the
    columns `at_risk`, `dropped_out`, `completed`, `other`, `censored`. Endings come before censorings of the
    same step. Rows without anybody at risk are left out: nothing is known there. Where courses come under
    observation late (left truncation), `entered` says how many did since the step before, this step included.

    With n at risk, d_k endings of cause k, d of any cause, and S(t-) the share still there just before t:

        survival_all   S(t)   = prod (1 - d/n)
        cif_<cause>    F_k(t) = sum S(t-) d_k/n             S + F_dropout + F_completed + F_other = 1
        survival_km    K(t)   = prod (1 - d_dropout/n)      other endings censored at the same time

    Variances: Greenwood for S and K; for F_k the delta method over the multinomial of each step j (D_j =
    F_k(t) - F_k(t_j)), which is Greenwood's where there is one cause:

        sum_j  S(t_j-)^2 d_k (n-d_k)/n^3  -  2 D_j S(t_j-) d_k/n^2  +  D_j^2 d/(n (n-d))

    A step at which everybody ends (n = d) is the group's last, so that its D_j is 0 and its last term too.

    Returned: `by`, `step`, the counts, the five estimates, `<estimate>_se`, and `<estimate>_lower`, `_upper`
    of `survival_km` and the three incidences (see `log_log_interval`), ordered by group and step. Shares are
    between 0 and 1.

    Raises ValueError if counts are negative or missing, if a step is there twice, or if a risk set isn't the
    one before it less those who left.

    Source: Aalen & Johansen 1978; Kaplan & Meier 1958; Marubini & Valsecchi 1995, section 10.5 (variance).
    """
    groups = list(by)
    entered = [pl.col("entered").cast(pl.Int64)] if "entered" in counts.columns else []
    ordered = (
        counts.select(
            *groups, step, *(pl.col(name).cast(pl.Int64) for name in ("at_risk", *LEAVING)), *entered
        )
        .filter(pl.col("at_risk").is_null() | (pl.col("at_risk") != 0) | _has_left())
        .sort(*groups, step)
    )
    _check(ordered, groups, step)
    at_risk, ended = pl.col("at_risk"), pl.sum_horizontal(CAUSES)
    survival = ordered.with_columns(
        survival_all=_cumulative(_kept(ended), groups),
        survival_km=_cumulative(_kept(pl.col("dropped_out")), groups),
    ).with_columns(before=pl.col("survival_all").shift(1, fill_value=1.0).over(groups))
    incidence = survival.with_columns(
        **{
            name: (pl.col("before") * pl.col(cause) / at_risk).cum_sum().over(groups).clip(0.0, 1.0)
            for cause, name in INCIDENCE.items()
        }
    )
    with_errors = incidence.with_columns(
        survival_all_se=_greenwood("survival_all", ended, groups),
        survival_km_se=_greenwood("survival_km", pl.col("dropped_out"), groups),
        **{
            f"{name}_se": _incidence_error(name, pl.col(cause), ended, groups)
            for cause, name in INCIDENCE.items()
        },
    )
    bounded = ("survival_km", *INCIDENCE.values())
    return with_errors.with_columns(
        *(bound for name in bounded for bound in log_log_interval(name, f"{name}_se"))
    ).drop("before")


def incidence_at(counts: pl.DataFrame, *, by: Sequence[str], step: str, horizon: float) -> pl.DataFrame:
    """Estimate the cumulative incidences at one step since the start.

    `counts` is what `incidence_curves` takes. Returned: one row per group with the `cif_` columns and their
    `_se`, `_lower` and `_upper` at `horizon`, ordered by group. They are null where nobody was followed up to
    the horizon while some had not ended: the incidence there isn't known, and the last known value would be
    too low.

    Steps beyond the horizon only tell that somebody was followed so far: all of them may be put together in
    one later step, as censored.
    """
    groups = list(by)
    curves = incidence_curves(counts, by=groups, step=step)
    followed = curves.group_by(groups).agg(is_followed=(pl.col(step) >= horizon).any())
    at_horizon = (
        curves.filter(pl.col(step) <= horizon)
        .sort(*groups, step)
        .group_by(groups, maintain_order=True)
        .last()
    )
    estimates = [
        f"{name}{ending}" for name in INCIDENCE.values() for ending in ("", "_se", "_lower", "_upper")
    ]
    is_known = pl.col("is_followed") | (pl.col("survival_all") == 0)
    return (
        followed.join(at_horizon, on=groups, how="left", nulls_equal=True)
        # Nobody has left by then: the curve has not begun to rise.
        .with_columns(pl.col(*INCIDENCE.values()).fill_null(0.0))
        .with_columns(pl.when(is_known).then(pl.col(*estimates)))
        .select(*groups, *estimates)
        .sort(groups)
    )


def counts_at_times(
    courses: pl.DataFrame,
    *,
    by: Sequence[str],
    time: str,
    event: str,
    count: str | None = None,
    entry: str | None = None,
) -> pl.DataFrame:
    """Count, at every time that occurs in a group, who was at risk and who left in which way.

    `courses` holds one row per course, or per `count` courses alike: `by`, `time` (days, 0 or more), `event`
    (`dropped_out`, `completed`, `other` or `censored`). With `entry`, a course is at risk only from that time
    on, itself included: it was seen that day, and what ends it comes after. The result is what
    `incidence_curves` takes, with `time` as its step; with `entry` it has a row for each entry too.

    Raises ValueError for a missing or negative time, an entry after it, or an event of another name.
    """
    groups = list(by)
    first = pl.col(entry) if entry is not None else pl.lit(0)
    is_known = pl.col(event).is_in(LEAVING) & (pl.col(time) >= first) & (first >= 0)
    wrong = courses.filter(~is_known.fill_null(False))
    if wrong.height:
        raise ValueError(
            f"{wrong.height} of {courses.height} courses have no usable time or event. "
            f"`{time}` is 0 or more, `{event}` one of {', '.join(LEAVING)}."
        )
    number = pl.col(count).cast(pl.Int64) if count is not None else pl.lit(1, pl.Int64)
    leaving = (
        courses.with_columns(
            pl.when(pl.col(event) == name).then(number).otherwise(0).alias(name) for name in LEAVING
        )
        .group_by(*groups, time)
        .agg(pl.col(*LEAVING).sum())
    )
    if entry is None:
        return (
            leaving.sort(*groups, time)
            .with_columns(leaving=pl.sum_horizontal(LEAVING))
            .with_columns(at_risk=pl.col("leaving").cum_sum(reverse=True).over(groups))
            .drop("leaving")
        )
    entering = courses.group_by(*groups, pl.col(entry).alias(time)).agg(
        entered=number.sum() if count is not None else pl.len().cast(pl.Int64)
    )
    left_before = pl.sum_horizontal(LEAVING).cum_sum().shift(1, fill_value=0).over(groups)
    return (
        leaving.join(entering, on=[*groups, time], how="full", coalesce=True)
        .with_columns(pl.col(*LEAVING, "entered").fill_null(0))
        .sort(*groups, time)
        .with_columns(at_risk=pl.col("entered").cum_sum().over(groups) - left_before)
    )


def log_log_interval(estimate: str, error: str) -> tuple[pl.Expr, pl.Expr]:
    """Bound a share by a 95 % interval that is symmetric for log(-log p).

        p ** exp(-z w), p ** exp(z w)      w = se / (p |log p|), z = 1.96

    Both bounds are within 0 and 1. They are null where the transform doesn't exist, at a share of exactly 0
    or 1: nobody has left yet, or everybody has. An interval of no width would claim a certainty that a
    handful of courses doesn't give, which is why one course alone never has an interval.

    Source: Kalbfleisch & Prentice 1980 (survival); Choudhury 2002 (cumulative incidence).
    """
    share = pl.col(estimate)
    half_width = Z_95 * pl.col(error) / (share * share.log().abs())
    exists = (share > 0) & (share < 1) & pl.col(error).is_finite()
    bounds = (share.pow(half_width.exp()), share.pow((-half_width).exp()))
    # Of one rounding error below 1 the logarithm is tiny and the power may leave 0..1 by as little.
    lower, upper = (pl.when(exists).then(bound.clip(0.0, 1.0)) for bound in bounds)
    return lower.alias(f"{estimate}_lower"), upper.alias(f"{estimate}_upper")


def _has_left() -> pl.Expr:
    return pl.any_horizontal(pl.col(name).is_null() | (pl.col(name) != 0) for name in LEAVING)


def _check(ordered: pl.DataFrame, groups: list[str], step: str) -> None:
    """Refuse counts that can't be a risk set and its losses."""
    numbers = ("at_risk", *LEAVING)
    unusable = ordered.filter(
        pl.any_horizontal(pl.col(name).is_null() | (pl.col(name) < 0) for name in numbers)
        | pl.col(step).is_null()
    )
    if unusable.height:
        raise ValueError(f"{unusable.height} of {ordered.height} steps have missing or negative counts.")
    doubled = ordered.filter(ordered.select(*groups, step).is_duplicated())
    if doubled.height:
        raise ValueError(f"{doubled.height} rows share a group and {step} with another row.")
    entered = pl.col("entered") if "entered" in ordered.columns else pl.lit(0)
    before = (pl.col("at_risk") - pl.sum_horizontal(LEAVING)).shift(1).over(groups) + entered
    broken = ordered.filter(
        (pl.sum_horizontal(LEAVING) > pl.col("at_risk"))
        | (before.is_not_null() & (before != pl.col("at_risk")))
    )
    if broken.height:
        raise ValueError(
            f"{broken.height} of {ordered.height} steps have a risk set that isn't the one before it less "
            "those who left and with those who entered. Look at how the steps are counted."
        )


def _kept(ended: pl.Expr) -> pl.Expr:
    """Share of the risk set that a step leaves; one division, so that it is exactly 0 with nobody left."""
    return (pl.col("at_risk") - ended) / pl.col("at_risk")


def _cumulative(factor: pl.Expr, groups: list[str]) -> pl.Expr:
    return factor.cum_prod().over(groups)


def _greenwood(survival: str, ended: pl.Expr, groups: list[str]) -> pl.Expr:
    """Standard error of a survival; null once it is 0, where Greenwood's sum is infinite."""
    at_risk = pl.col("at_risk")
    total = (ended / (at_risk * (at_risk - ended))).cum_sum().over(groups)
    return pl.when(pl.col(survival) > 0).then(pl.col(survival) * total.sqrt())


def _incidence_error(incidence: str, ended: pl.Expr, ended_any: pl.Expr, groups: list[str]) -> pl.Expr:
    """Standard error of an incidence; the sums over D_j are multiplied out, so that each is cumulative."""
    share, at_risk = pl.col(incidence), pl.col("at_risk").cast(pl.Float64)
    remaining = at_risk - ended_any
    later = pl.when(remaining > 0).then(ended_any / (at_risk * remaining)).otherwise(0.0)
    now = pl.col("before") * ended / at_risk.pow(2)
    own = pl.col("before").pow(2) * ended * (at_risk - ended) / at_risk.pow(3)

    def total(term: pl.Expr) -> pl.Expr:
        return term.cum_sum().over(groups)

    variance = (
        total(own)
        - 2 * (share * total(now) - total(share * now))
        + share.pow(2) * total(later)
        - 2 * share * total(share * later)
        + total(share.pow(2) * later)
    )
    return variance.clip(lower_bound=0.0).sqrt()
