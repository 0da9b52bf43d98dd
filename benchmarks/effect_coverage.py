"""How often intervals of clinics, therapists, their ranks and their shares of variance hold the truth.

    .venv/bin/python -m benchmarks.recovery --only therapist_coverage [--scale 0.1]

Belongs here: invented effects and the tables of coverage for `recovery`, which prints them. Doesn't:
intervals of shares, means and incidences (`interval_coverage`).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from benchmarks.interval_coverage import Table, Truths, rate
from benchmarks.invented_clinics import clients_of_clinics
from warehouse.inference.clinic_effects import clinic_effects, therapist_sums
from warehouse.inference.nested_means import fit_nested_means

RELIABLE = 0.7

ABOUT_THERAPISTS = """\
Means of therapists, 95 % promised, each with 5 to 60 clients of one form, or 3 to 20 of one to six. `spread`
is the true standard deviation of therapists, that of all else 1. Shown: reliability of 0.7 or more. Where
therapists hardly differ, intervals are wider than they need be and never narrower. With fewer than four
therapists there is none. Among five therapists who hardly differ, a few seem to differ enough to be shown by
chance alone; the intervals of those hold in fewer cases."""

ABOUT_CLINICS = """\
`spread` is the true standard deviation of clinics (clients 1, therapists 0.22; of proportions 0.5 and 0.1).
Error: mean squared error of the shrunken figures in per cent of that of the raw ones. Where clinics hardly
differ, the intervals are wider than they need be. Clinics that don't differ have no ranks."""

ABOUT_VARIANCES = """\
Shares of variance between clinics and between therapists, 95 % promised; `spread` as above."""


def therapist_coverage(scale: float) -> Table:
    """Intervals of therapists' means."""
    rows = []
    for therapists, forms in ((5, 1), (30, 1), (30, 6), (150, 1)):
        for deviation in (0.0, 0.1, 0.22, 0.3, 0.5):
            repeats = max(int(scale * 3000 / therapists), 8)
            inside, shown = covered_therapists(therapists, deviation, repeats, forms)
            few = shown.sum() < 100
            rows.append(
                (
                    f"{therapists}",
                    "one" if forms == 1 else f"1-{forms}",
                    f"{deviation}",
                    rate(inside.mean(axis=1), 1),
                    "-" if few else rate(inside[shown], 1),
                    f"{shown.mean():.1%}",
                )
            )
    return (
        "Therapists: intervals that hold the truth",
        ABOUT_THERAPISTS,
        ("therapists", "forms a client", "spread", "95 % interval", "of those shown", "shown"),
        rows,
    )


@cache
def covered_therapists(
    therapists: int, deviation: float, repeats: int, forms: int = 1
) -> tuple[Truths, Truths]:
    """Say of each repetition and therapist whether the interval holds the truth, and whether it is shown."""
    inside, shown = [], []
    for seed in range(repeats):
        generator = np.random.default_rng([14, therapists, int(100 * deviation), forms, seed])
        sizes = generator.integers(5, 61, therapists) if forms == 1 else generator.integers(3, 21, therapists)
        true = generator.normal(0, deviation, therapists)
        key = np.repeat(np.arange(therapists), sizes)
        between = 0.0 if forms == 1 else 0.7
        count = generator.integers(1, forms + 1, key.size)
        within = 1 - between**2
        clients = pl.DataFrame(
            {
                "therapist_key": key,
                "client_key": np.arange(key.size),
                "form_count": count,
                "mean_score": true[key]
                + generator.normal(0, between, key.size)
                + generator.normal(0, np.sqrt(within / count)),
                "within_ss": np.where(count > 1, within * generator.chisquare(np.maximum(count - 1, 1)), 0.0),
            }
        )
        means = fit_nested_means(clients).therapists
        held = means.with_columns(true=true).select(pl.col("true").is_between("lower_95", "upper_95"))
        inside.append(held.to_series().to_numpy())
        shown.append((means["reliability"] >= RELIABLE).to_numpy())
    return np.array(inside), np.array(shown)


def clinic_coverage(scale: float) -> Table:
    """How often intervals of clinics hold the truth."""
    rows = []
    for clinics, therapists, clients, deviation, kind in (
        (5, 5, 20, 0.10, "mean"),
        (8, 6, 25, 0.00, "mean"),
        (8, 6, 25, 0.02, "mean"),
        (8, 6, 25, 0.12, "mean"),
        (30, 8, 30, 0.12, "mean"),
        (50, 8, 30, 0.22, "mean"),
        (12, 6, 30, 0.05, "proportion"),
        (30, 6, 30, 0.06, "proportion"),
    ):
        repeats = max(int(250 * scale), 8)
        found = covered_clinics((clinics, therapists), clients, deviation, kind, repeats)
        rows.append(
            (
                f"{clinics}",
                kind,
                f"{deviation}",
                rate(found["wide"], 1),
                rate(found["narrow"], 1),
                rate(found["rank"], 1) if deviation else "-",
                rate(found["error"], 0),
            )
        )
    return (
        "Clinic effects: intervals that hold the truth",
        ABOUT_CLINICS,
        ("clinics", "kind", "spread", "95 % interval", "84 % interval", "95 % rank interval", "error"),
        rows,
    )


def variance_coverage(scale: float) -> Table:
    """How often intervals of shares of variance hold the truth."""
    rows = []
    for clinics, therapists, clients, deviation in (
        (5, 5, 20, 0.10),
        (8, 6, 25, 0.0),
        (8, 6, 25, 0.12),
        (30, 8, 30, 0.12),
        (50, 8, 30, 0.22),
    ):
        repeats = max(int(250 * scale), 8)
        found = covered_clinics((clinics, therapists), clients, deviation, "mean", repeats)
        rows.append(
            (f"{clinics}", f"{deviation}", rate(found["clinic_share"], 1), rate(found["therapist_share"], 1))
        )
    return (
        "Shares of variance: intervals that hold the truth",
        ABOUT_VARIANCES,
        ("clinics", "spread", "of clinics", "of therapists"),
        rows,
    )


@cache
def covered_clinics(
    size: tuple[int, int], clients: int, deviation: float, kind: str, repeats: int
) -> dict[str, list[float]]:
    """Return, per repetition, the share of intervals of each kind that hold the truth."""
    found: dict[str, list[float]] = {}
    truth = {"clinic": deviation**2, "therapist": 0.22**2}
    total = 1 + sum(truth.values())
    for seed in range(repeats):
        generator = np.random.default_rng([10, *size, int(100 * deviation), kind == "mean", seed])
        drawn, true = clients_of_clinics(generator, size, clients, deviation, kind)
        result = clinic_effects(therapist_sums(drawn), kind)
        rows = result.clinics.with_columns(true=pl.Series(true)).with_columns(
            rank=pl.col("true").rank("ordinal", descending=True)
        )
        for name, lower, upper, held in (
            ("wide", "lower_95", "upper_95", "true"),
            ("narrow", "lower_84", "upper_84", "true"),
            ("rank", "rank_lower", "rank_upper", "rank"),
        ):
            share = rows.select(pl.col(held).is_between(lower, upper).mean()).item()
            found.setdefault(name, []).append(float(share))
        errors = [((rows[name] - rows["true"]) ** 2).mean() for name in ("shrunken_mean", "raw_mean")]
        found.setdefault("error", []).append(float(errors[0]) / float(errors[1]))
        for share in result.shares:
            is_held = share.lower <= truth[share.level] / total <= share.upper
            found.setdefault(f"{share.level}_share", []).append(float(is_held))
    return found
