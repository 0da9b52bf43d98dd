"""What a warehouse would see of a simulated network: scores from items, first and last, variance shares.

Belongs here: small estimators that the simulator's tests share. Doesn't: any test.
"""

from __future__ import annotations

import polars as pl

from ingest.simulator import SimulatedNetwork

ITEM_COUNTS = {"phq9": 9, "gad7": 7, "core_10": 10, "ors_adult": 4, "srs": 4, "wai_sr": 12, "care": 10}
ITEM_ENDS = {
    "phq9": (0, 3),
    "gad7": (0, 3),
    "core_10": (0, 4),
    "ors_adult": (0, 100),
    "srs": (0, 100),
    "wai_sr": (1, 5),
    "care": (1, 5),
}
HIGHER_IS_BETTER = ("ors_adult", "srs", "wai_sr", "care")
MAIN_OUTCOMES = ("phq9", "core_10", "ors_adult")


def scored(network: SimulatedNetwork) -> pl.DataFrame:
    """Score complete forms from their items, CORE-10's second and third put right."""
    forms = network.responses.filter(~pl.col("items").list.contains(None))
    core = (
        8
        - 2 * pl.col("items").list.get(1, null_on_oob=True)
        - 2 * pl.col("items").list.get(2, null_on_oob=True)
    )
    total = pl.col("items").list.sum() + pl.when(pl.col("instrument") == "core_10").then(core).otherwise(0)
    return forms.with_columns(total.alias("score"))


def improvements(network: SimulatedNetwork) -> pl.DataFrame:
    """One row per ended course with two scores of its clinic's main outcome during therapy.

    `improvement` is last against first score in the direction of health and in standard deviations,
    `adjusted` what the first score doesn't explain of it; `alliance` and `empathy` are mean scores,
    standardised too.
    """
    forms = scored(network).filter(pl.col("session_number") > 0).sort("completed_at", "response")
    course = ["clinic_id", "episode"]
    outcome = forms.filter(pl.col("instrument").is_in(MAIN_OUTCOMES)).group_by([*course, "instrument"])
    table = outcome.agg(first=pl.col("score").first(), last=pl.col("score").last(), n=pl.len())
    for name, instruments in (("alliance", ("srs", "wai_sr")), ("empathy", ("care",))):
        chosen = forms.filter(pl.col("instrument").is_in(instruments))
        standard = (pl.col("score") - pl.col("score").mean()) / pl.col("score").std()
        chosen = chosen.with_columns(standard.over("instrument"))
        table = table.join(
            chosen.group_by(course).agg(pl.col("score").mean().alias(name)), on=course, how="left"
        )
    ended = network.episodes.filter(pl.col("state").is_in(["completed", "dropped_out", "other_ending"]))
    table = table.filter(pl.col("n") > 1).join(ended.select(*course, "therapist"), on=course).sort(course)
    sign = pl.when(pl.col("instrument").is_in(HIGHER_IS_BETTER)).then(1).otherwise(-1)
    table = table.with_columns(improvement=sign * (pl.col("last") - pl.col("first")))
    slope = pl.cov("improvement", "first") / pl.col("first").var()
    table = table.with_columns(
        adjusted=(pl.col("improvement") - slope * pl.col("first")).over("instrument"),
    )
    standardised = [
        ((pl.col(name) - pl.col(name).mean()) / pl.col(name).std()).over("instrument").alias(name)
        for name in ("improvement", "adjusted")
    ]
    return table.with_columns(standardised)


def correlation(table: pl.DataFrame, first: str, second: str) -> float:
    """Pearson's r over rows that have both."""
    return table.drop_nulls([first, second]).select(pl.corr(first, second)).item()


def share_between(table: pl.DataFrame, value: str, groups: list[str]) -> float:
    """Share of variance between groups, from a one-way analysis of variance with unequal groups."""
    table = table.drop_nulls(value)
    sizes = table.group_by(groups).agg(n=pl.len(), mean=pl.col(value).mean(), var=pl.col(value).var())
    sizes = sizes.filter(pl.col("n") > 1)
    n, total, count = sizes["n"], sizes["n"].sum(), sizes.height
    grand = (n * sizes["mean"]).sum() / total
    between = (n * (sizes["mean"] - grand) ** 2).sum() / (count - 1)
    within = ((n - 1) * sizes["var"]).sum() / (total - count)
    usual = (total - (n * n).sum() / total) / (count - 1)
    tau2 = (between - within) / usual
    return float(tau2 / (tau2 + within))
