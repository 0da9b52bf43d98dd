"""Clinics beside each other as the network may see them, week after week.

Belongs here: which clinic's figures are released, repeated or withheld, the funnel over the released ones,
and how they are rounded. Doesn't: where the log is kept (`network_file`), the true comparison
(`warehouse.inference`).

Three rules, in this order.

1. Small numbers. A clinic's share is withheld where its cases, the others, or all of them are few; a mean
where its
   courses are few.
2. Weeks. Windows of twelve months overlap: two that differ by three people tell of three people. So a
clinic's figures
   are released anew only where at least `minimum_count` cases and as many others came in since they were
   released last, or where both counts have changed by as much; until then the earlier figures are repeated,
   with their week. The same holds towards later weeks, for runs of the past. What a week has released stays
   as it is.
3. Totals. The network's figure, its limits and verdicts are those of the released clinics alone. So
subtracting them
   from the total leaves nothing, and what is withheld has no part in any released number. There is no such
   figure with fewer clinics than `minimum_clinics`, or a dominant one.

Source: Hundepool et al. 2012 (Statistical Disclosure Control): primary suppression, differencing, dominance.
"""

from __future__ import annotations

import polars as pl

from warehouse.disclosure.policy import Policy
from warehouse.inference.funnel_limits import LIMITS
from warehouse.inference.funnel_scales import ARCSINE, IDENTITY, LOG, BorrowedDispersion
from warehouse.inference.measure_funnels import funnel_of_figures
from warehouse.inference.statistic import MartSchema

EVERYBODY = "all"

KEY = ("week", "measure_id", "clinic_id")
_SERIES = ("measure_id", "clinic_id")

MEASURE: MartSchema = {
    "measure": pl.String,
    "scale_id": pl.String,
    "respondent": pl.String,
    "kind": pl.String,
    "higher_is": pl.String,
}

FIGURES: MartSchema = {
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "course_count": pl.Int64,
    "value": pl.Float64,
    "expected": pl.Float64,
    "variance": pl.Float64,
    "standard_error": pl.Float64,
    "borrowed_tau2": pl.Float64,
    "borrowed_scale": pl.String,
    "borrowed_origin": pl.String,
}

LOG_SCHEMA: MartSchema = {
    "week": pl.String,
    "measure_id": pl.String,
    "clinic_id": pl.String,
    **MEASURE,
    "decision": pl.String,
    "reason": pl.String,
    "as_of": pl.String,
    **FIGURES,
}
"""One row per week, measure and clinic (`all`: the network); `decision`: released, repeated or withheld."""

RELEASED_SCHEMA: MartSchema = {
    "week": pl.String,
    "measure_id": pl.String,
    "clinic_id": pl.String,
    **MEASURE,
    "is_withheld": pl.Boolean,
    "as_of": pl.String,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "expected": pl.Float64,
    "adjusted": pl.Float64,
    "centre": pl.Float64,
    **{name: pl.Float64 for name in LIMITS if not name.endswith("unadjusted")},
    "signal": pl.Boolean,
    "side": pl.String,
    "clinics_compared": pl.Int64,
    "phi": pl.Float64,
    "tau2": pl.Float64,
    "tau2_source": pl.String,
    "tau2_origin": pl.String,
    "signals_by_chance": pl.Float64,
}


def decide(
    compared: pl.DataFrame, weekly: pl.DataFrame, history: pl.DataFrame, policy: Policy, week: str
) -> pl.DataFrame:
    """Decide what of each clinic and measure the network may see; returns LOG_SCHEMA without the rows of
    `all`.

    `compared` as `clinic_comparison`, `weekly` as `clinic_weekly` (both of this week), `history` as
    LOG_SCHEMA: the log so far. Clinics without a figure have no row.
    """
    today = _todays(compared).with_columns(week=pl.lit(week), reason=_small(policy))
    past = history.filter((pl.col("decision") != "withheld") & (pl.col("clinic_id") != EVERYBODY))
    settled = past.filter(pl.col("week") == week).select(LOG_SCHEMA.keys())
    open_cases = today.join(settled, on=_SERIES, how="anti")
    # Of repeated figures, the week that they are about is what later windows are compared with.
    about = past.select(*_SERIES, "as_of", *FIGURES).unique([*_SERIES, "as_of"], keep="any")
    before = about.filter(pl.col("as_of") <= week).sort("as_of").group_by(_SERIES).last()
    after = about.filter(pl.col("as_of") > week).sort("as_of").group_by(_SERIES).first()
    judged = (
        _towards(_towards(open_cases, before, weekly, policy, "before"), after, weekly, policy, "after")
        .join(
            before.select(*_SERIES, pl.col("as_of", *FIGURES).name.suffix("_before")), on=_SERIES, how="left"
        )
        .with_columns(
            decision=pl.when(pl.col("reason").is_not_null())
            .then(pl.lit("withheld"))
            .when(pl.col("may_before") & pl.col("may_after"))
            .then(pl.lit("released"))
            .when(pl.col("as_of_before").is_not_null())
            .then(pl.lit("repeated"))
            .otherwise(pl.lit("withheld"))
        )
    )
    is_new, is_old = pl.col("decision") == "released", pl.col("decision") == "repeated"
    rows = judged.with_columns(
        *(
            pl.when(is_new).then(pl.col(name)).when(is_old).then(pl.col(f"{name}_before")).alias(name)
            for name in FIGURES
        ),
        as_of=pl.when(is_new).then(pl.col("week")).when(is_old).then(pl.col("as_of_before")),
        reason=pl.when(~is_new).then(pl.coalesce("reason", pl.lit("too few have come in between two weeks"))),
    )
    return pl.concat([settled, _in_schema(rows, LOG_SCHEMA)]).sort(KEY)


def release(decided: pl.DataFrame, policy: Policy) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make the network's figures from what was decided of the clinics.

    Returns the log with the rows of the network's figures (`all`), and what is released: RELEASED_SCHEMA,
    shares in whole per cents, means to a tenth of a point, counts rounded. Withheld rows say no more than
    that.
    """
    logs, parts = [decided], []
    for _, rows in sorted(decided.partition_by("measure_id", as_dict=True).items()):
        shown = rows.filter(pl.col("decision") != "withheld")
        reason = _no_total(shown, policy)
        logs.append(_log_of_network(rows, shown, reason))
        figures = funnel_of_figures(shown, _borrowed(shown)) if reason is None else shown.select("clinic_id")
        parts.append(_rounded(rows.join(figures, on="clinic_id", how="left"), policy))
        parts.append(_network_row(rows, shown, figures if reason is None else None, policy))
    if not parts:
        return decided, pl.DataFrame(schema=RELEASED_SCHEMA)
    released = pl.concat([_in_schema(part, RELEASED_SCHEMA) for part in parts]).sort(KEY)
    return pl.concat([_in_schema(part, LOG_SCHEMA) for part in logs]).sort(KEY), _with_chance(released)


def _todays(compared: pl.DataFrame) -> pl.DataFrame:
    is_lent = pl.col("tau2_source") == "benchmark"
    return compared.filter(pl.col("value").is_not_null()).with_columns(
        pl.when(is_lent).then(pl.col("tau2")).alias("borrowed_tau2"),
        pl.when(is_lent).then(pl.col("tau2_scale")).alias("borrowed_scale"),
        pl.when(is_lent).then(pl.col("tau2_origin")).alias("borrowed_origin"),
    )


def _small(policy: Policy) -> pl.Expr:
    """Say which count is small; null where none is."""
    cases, everybody = pl.col("numerator"), pl.col("denominator")
    is_share = pl.col("kind") == "share"
    return (
        pl.when(is_share & policy.is_small_expr(everybody))
        .then(pl.lit("few altogether"))
        .when(is_share & policy.is_small_expr(cases))
        .then(pl.lit("few cases"))
        .when(is_share & policy.is_small_expr(everybody - cases))
        .then(pl.lit("few others"))
        .when(~is_share & policy.is_small_expr(pl.col("course_count")))
        .then(pl.lit("few courses"))
    )


def _towards(
    rows: pl.DataFrame, other: pl.DataFrame, weekly: pl.DataFrame, policy: Policy, side: str
) -> pl.DataFrame:
    """Say whether enough has changed between the week and another in which figures were released.

    `may_before` or `may_after` is true where there is no such week.
    """
    pairs = rows.select(*_SERIES, "week", "kind", "numerator", "denominator").join(
        other.select(*_SERIES, "as_of", old_cases="numerator", old_all="denominator"), on=_SERIES
    )
    between = (
        pairs.join(
            weekly.select(*_SERIES, entered="week", cases="numerator", everybody="denominator"),
            on=_SERIES,
            how="left",
        )
        .filter(
            (pl.col("entered") > pl.min_horizontal("week", "as_of"))
            & (pl.col("entered") <= pl.max_horizontal("week", "as_of"))
        )
        .group_by(_SERIES)
        .agg(pl.col("cases", "everybody").sum())
    )
    least = policy.minimum_count
    cases, everybody = pl.col("cases").fill_null(0), pl.col("everybody").fill_null(0)
    moved_cases = (pl.col("numerator") - pl.col("old_cases")).abs()
    moved_others = (
        pl.col("denominator") - pl.col("numerator") - pl.col("old_all") + pl.col("old_cases")
    ).abs()
    is_share = pl.col("kind") == "share"
    enough = pairs.join(between, on=_SERIES, how="left").select(
        *_SERIES,
        pl.when(is_share)
        .then(
            ((cases >= least) & (everybody - cases >= least))
            | ((moved_cases >= least) & (moved_others >= least))
        )
        .otherwise(everybody >= least)
        .alias(f"may_{side}"),
    )
    return rows.join(enough, on=_SERIES, how="left").with_columns(pl.col(f"may_{side}").fill_null(True))


def _no_total(shown: pl.DataFrame, policy: Policy) -> str | None:
    """Say why there can be no figure over the released clinics; None where there can."""
    counts = shown["denominator"].to_list()
    if sum(count >= policy.minimum_count for count in counts) < policy.minimum_clinics:
        return "too few clinics"
    return None if policy.allows_total(counts) else "one clinic makes up most of it"


def _borrowed(shown: pl.DataFrame) -> BorrowedDispersion | None:
    lent = shown.filter(pl.col("borrowed_tau2").is_not_null())
    if not lent.height:
        return None
    scales = {scale.name: scale for scale in (ARCSINE, LOG, IDENTITY)}
    tau2, scale, origin = lent.select("borrowed_tau2", "borrowed_scale", "borrowed_origin").row(0)
    return BorrowedDispersion(tau2, scales[scale], origin)


def _log_of_network(rows: pl.DataFrame, shown: pl.DataFrame, reason: str | None) -> pl.DataFrame:
    """Log the network's figure: when the latest of its clinics' figures is about, or why there is none."""
    return (
        rows.head(1)
        .select("week", "measure_id", *MEASURE)
        .with_columns(
            clinic_id=pl.lit(EVERYBODY),
            decision=pl.lit("released" if reason is None else "withheld"),
            reason=pl.lit(reason, pl.String),
            as_of=pl.lit(shown["as_of"].max() if reason is None else None, pl.String),
            numerator=pl.lit(shown["numerator"].sum() if reason is None else None, pl.Int64),
            denominator=pl.lit(shown["denominator"].sum() if reason is None else None, pl.Int64),
        )
    )


def _network_row(
    rows: pl.DataFrame, shown: pl.DataFrame, figures: pl.DataFrame | None, policy: Policy
) -> pl.DataFrame:
    """Return the network's own row; its value is the centre of the funnel."""
    row = rows.head(1).select("week", "measure_id", *MEASURE).with_columns(clinic_id=pl.lit(EVERYBODY))
    if figures is None:
        return row.with_columns(is_withheld=pl.lit(True))
    told = figures.head(1).select("centre", "clinics_compared", "phi", "tau2", "tau2_source", "tau2_origin")
    return _rounded(
        row.hstack(told).with_columns(
            decision=pl.lit("released"),
            as_of=pl.lit(shown["as_of"].max()),
            denominator=pl.lit(shown["denominator"].sum(), pl.Int64),
            value=pl.col("centre"),
        ),
        policy,
    )


def _rounded(rows: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Round what is shown and empty what isn't."""
    is_shown = pl.col("decision") != "withheld"
    places = pl.when(pl.col("kind") == "share").then(100.0).otherwise(10.0)
    told = [name for name in ("value", "expected", "adjusted", "centre", *LIMITS) if name in rows.columns]
    kept = [name for name in RELEASED_SCHEMA if name in rows.columns]
    shown = rows.with_columns(
        *((pl.col(name) * places).round(0) / places for name in told),
        policy.rounded_expr(pl.col("denominator")),
        *(pl.col(name).round_sig_figs(2) for name in ("phi", "tau2") if name in rows.columns),
        is_withheld=~is_shown,
    )
    open_columns = {"week", "measure_id", "clinic_id", "is_withheld", *MEASURE}
    return shown.with_columns(
        pl.when(is_shown).then(pl.col(name)).alias(name) for name in kept if name not in open_columns
    )


def _with_chance(released: pl.DataFrame) -> pl.DataFrame:
    """Add how many signals chance alone would give among the released verdicts."""
    from warehouse.inference.funnel import SIGNAL_LEVEL

    made = released.height - released["signal"].null_count()
    return released.with_columns(signals_by_chance=pl.lit(SIGNAL_LEVEL * made))


def _in_schema(rows: pl.DataFrame, schema: MartSchema) -> pl.DataFrame:
    lacking = [pl.lit(None).alias(name) for name in schema if name not in rows.columns]
    return rows.with_columns(lacking).select(pl.col(name).cast(kind) for name, kind in schema.items())
