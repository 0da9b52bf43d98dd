"""Invented clinics, weeks and episodes whose truth is known.

Belongs here: what `benchmarks.recovery` draws. Doesn't: a network with its exports (`ingest.simulator`).
"""

from __future__ import annotations

import numpy as np
import polars as pl

Sizes = tuple[int, int]


def names(count: int) -> list[str]:
    """Ids of so many clinics."""
    return [f"c{i:03}" for i in range(count)]


def proportions(
    generator: np.random.Generator, count: int, sizes: tuple[int, int], centre: float, tau: float
) -> pl.DataFrame:
    """Counts of clinics whose shares spread by tau on the arcsine scale."""
    denominator = generator.integers(*sizes, count)
    angle = np.arcsin(np.sqrt(centre)) + generator.normal(0, tau, count)
    chance = np.sin(np.clip(angle, 0, np.pi / 2)) ** 2
    return pl.DataFrame(
        {
            "clinic_id": names(count),
            "numerator": generator.binomial(denominator, chance),
            "denominator": denominator,
        }
    )


def ratios(generator: np.random.Generator, count: int, sizes: tuple[int, int], tau: float) -> pl.DataFrame:
    """Observed (Poisson) and expected counts, with a spread of tau of the log ratios."""
    expected = generator.uniform(*sizes, count)
    observed = generator.poisson(expected * np.exp(generator.normal(0, tau, count)))
    return pl.DataFrame({"clinic_id": names(count), "observed": observed, "expected": expected})


def common_ratios(
    generator: np.random.Generator, count: int, sizes: tuple[int, int], tau: float
) -> pl.DataFrame:
    """Observed and expected counts of common events, whose variance is known; no clinic differs (no tau)."""
    cases = generator.integers(*sizes, count)
    frame = {"clinic_id": names(count), "observed": generator.binomial(cases, 0.5)}
    return pl.DataFrame(frame).with_columns(expected=pl.Series(cases * 0.5), variance=pl.Series(cases * 0.25))


def means(generator: np.random.Generator, count: int, sizes: tuple[int, int], tau: float) -> pl.DataFrame:
    """Means of points with their standard errors, and a spread of tau between clinics."""
    error = 6 / np.sqrt(generator.integers(*sizes, count))
    value = generator.normal(0, np.sqrt(error**2 + tau**2))
    return pl.DataFrame({"clinic_id": names(count), "value": value, "standard_error": error})


def long(values: np.ndarray, name: str = "value") -> pl.DataFrame:
    """One row per value of a matrix of series by week."""
    series, week = np.indices(values.shape).reshape(2, -1)
    return pl.DataFrame({"series": series, "week": week, name: values.ravel()})


def invented_episodes(seed: int, count: int) -> pl.DataFrame:
    """Ended courses of 20 clinics that differ in their clients only, with outcome and case mix."""
    generator = np.random.default_rng([9, seed])
    clinic = generator.integers(0, 20, count)
    severity = generator.normal(15, 5, count) + np.linspace(-4, 4, 20)[clinic]
    unemployed = generator.random(count) < np.linspace(0.1, 0.5, 20)[clinic]
    logit = 0.5 - 0.12 * (severity - 15) - 0.004 * (severity - 15) ** 2 - 0.8 * unemployed
    return pl.DataFrame(
        {
            "clinic_id": [f"c{i:02}" for i in clinic],
            "episode_key": np.arange(count),
            "client_key": generator.integers(0, 2**60, count),
            "outcome": (generator.random(count) < 1 / (1 + np.exp(-logit))).astype(np.int8),
            "intake_severity": severity,
            "age": generator.normal(38, 12, count),
            "previous_episodes": generator.poisson(0.4, count),
            "gender": generator.choice(["female", "male"], count),
            "employment": np.where(unemployed, "unemployed", "employed"),
            "problem": generator.choice(["depression", "anxiety", "other"], count),
            "modality": generator.choice(["in_person", "video"], count),
        }
    )


def clients_of_clinics(
    generator: np.random.Generator, size: Sizes, clients: int, deviation: float, kind: str
) -> tuple[pl.DataFrame, np.ndarray]:
    """Clients (residual deviation 1) of therapists (0.22; of proportions 0.1) of clinics; and the truth."""
    clinics, therapists = size
    own = np.repeat(np.arange(clinics), generator.poisson(therapists - 2, clinics) + 2)
    therapist = np.repeat(np.arange(own.size), generator.poisson(clients - 1, own.size) + 1)
    centre, between = (0.0, 0.22) if kind == "mean" else (0.5, 0.1)
    true = centre + generator.normal(0, deviation, clinics)
    level = (true[own] + generator.normal(0, between, own.size))[therapist]
    if kind == "mean":
        value = level + generator.normal(size=level.size)
    else:
        value = (generator.random(level.size) < np.clip(level, 0, 1)).astype(float)
    frame = {"clinic_id": [f"c{i:02}" for i in own[therapist]], "therapist_key": therapist, "value": value}
    return pl.DataFrame(frame), true
