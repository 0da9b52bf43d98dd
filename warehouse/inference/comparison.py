"""Clinics beside each other, measure by measure: is a difference real, and how sure can one be?

Belongs here: the marts `clinic_comparison`, `case_mix_validation`, `case_mix_calibration` and
`case_mix_coefficients`, and which comparisons are read together. Doesn't: one measure's funnel
(`measure_funnels`), the model of what is expected (`case_mix`), clinic and therapist effects (`effects`),
weeks (`weekly_charts`), and which figures may be shown to whom (`reports`).

Every clinic has a row for every measure of the network. Where it can't be compared, `not_applicable` says why
and the figures are null, never 0.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from warehouse.inference.case_mix import CaseMix, expected_outcomes
from warehouse.inference.effects import EFFECTS, EFFECTS_KEYS, network_effects
from warehouse.inference.false_discovery import chance_signals, with_q_values
from warehouse.inference.funnel_scales import BorrowedDispersion
from warehouse.inference.measure_funnels import FIGURES, NO_APPOINTMENTS, NOBODY, Measured, measure_funnel
from warehouse.inference.statistic import Count, InputError, MartSchema, Statistic, Tables, as_mart

TOTALS = "intermediate.int_measures_totalled"
CLINICS = "intermediate.int_clinics_covered"
MEASURES = "marts.dim_measures"
PUBLISHED_COUNTS = "benchmark.counts"
NETWORK = "registry.network"

PERIOD = "rolling_12_months"

_NAMES = ("measure_id", "measure", "scale_id", "respondent")

CLINIC_COMPARISON: MartSchema = {
    "clinic_id": pl.String,
    **dict.fromkeys(_NAMES, pl.String),
    "period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "kind": pl.String,
    "higher_is": pl.String,
    **FIGURES,
    "q_value": pl.Float64,
    "comparisons": pl.Int64,
    "signals": pl.Int64,
    "signals_by_chance": pl.Float64,
}

CASE_MIX_VALIDATION: MartSchema = {
    "measure_id": pl.String,
    "period": pl.String,
    "basis": pl.String,
    "reason": pl.String,
    "course_count": pl.Int64,
    "validated_count": pl.Int64,
    "penalty": pl.Float64,
    "discrimination": pl.Float64,
    "calibration_slope": pl.Float64,
    "calibration_in_the_large": pl.Float64,
    "loss": pl.Float64,
    "loss_of_overall": pl.Float64,
    "foretells": pl.Boolean,
}

CASE_MIX_CALIBRATION: MartSchema = {
    "measure_id": pl.String,
    "clinic_id": pl.String,
    "period": pl.String,
    "validated_count": pl.Int64,
    "observed_share": pl.Float64,
    "predicted_share": pl.Float64,
}

CASE_MIX_COEFFICIENTS: MartSchema = {
    "measure_id": pl.String,
    "term": pl.String,
    "period": pl.String,
    "coefficient": pl.Float64,
}


def case_mixes(courses: pl.DataFrame) -> dict[str, CaseMix]:
    """Model every measure: one row per course and `measure_id`, as `expected_outcomes` takes them."""
    return {
        str(measure_id): expected_outcomes(rows.with_columns(outcome=pl.col("is_case")), "binary")
        for (measure_id,), rows in sorted(courses.partition_by("measure_id", as_dict=True).items())
    }


def compare_clinics(
    totals: pl.DataFrame,
    measures: pl.DataFrame,
    clinics: pl.DataFrame,
    mixes: dict[str, CaseMix],
    published: dict[str, BorrowedDispersion],
) -> pl.DataFrame:
    """Compare all clinics on all measures; returns `clinic_comparison` but for the days of its period.

    `totals` as `int_measures_totalled`, `measures` as `dim_measures`, `clinics`: `clinic_id`,
    `has_appointment_data`. `published`: the tau2 that published providers have on a benchmark measure.

    q-values and the number of signals that chance alone would give are over all comparisons of the period:
    one family, since one page tells them all.
    """
    # Sums are taken in one order, so that the figures are the same to the last digit in every build.
    described = totals.join(measures, on="measure", how="left").sort("measure_id", "clinic_id")
    figures = [
        measure_funnel(
            Measured(rows["kind"][0], rows["unit"][0], rows),
            mixes.get(str(measure_id)),
            published.get(rows["benchmark_measure"][0] or ""),
        ).with_columns(measure_id=pl.lit(str(measure_id)))
        for (measure_id,), rows in sorted(described.partition_by("measure_id", as_dict=True).items())
    ]
    names = described.select(*_NAMES, "kind", "higher_is", "needs_appointments").unique(maintain_order=True)
    grid = clinics.sort("clinic_id").join(names, how="cross", maintain_order="left_right")
    if not figures:
        return grid.clear().with_columns(pl.lit(None, kind).alias(name) for name, kind in FIGURES.items())
    rows = grid.join(
        pl.concat(figures), on=["clinic_id", "measure_id"], how="left", maintain_order="left"
    ).with_columns(
        not_applicable=pl.when(pl.col("denominator").is_null())
        .then(
            pl.when(pl.col("needs_appointments") & ~pl.col("has_appointment_data"))
            .then(pl.lit(NO_APPOINTMENTS))
            .otherwise(pl.lit(NOBODY))
        )
        .otherwise(pl.col("not_applicable")),
        period=pl.lit(PERIOD),
    )
    family = chance_signals(rows, by=["period"]).rename(
        {"test_count": "comparisons", "signal_count": "signals", "expected_by_chance": "signals_by_chance"}
    )
    return with_q_values(rows.join(family, on="period", how="left"), by=["period"])


def _validation(mixes: dict[str, CaseMix]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "measure_id": measure_id,
                "basis": mix.basis,
                "reason": mix.reason,
                "course_count": mix.episodes.height,
                **(
                    {}
                    if (found := mix.validation) is None
                    else {
                        "validated_count": found.episode_count,
                        "penalty": found.penalty,
                        "discrimination": found.discrimination,
                        "calibration_slope": found.calibration_slope,
                        "calibration_in_the_large": found.calibration_in_the_large,
                        "loss": found.loss,
                        "loss_of_overall": found.loss_of_overall,
                        "foretells": found.foretells,
                    }
                ),
            }
            for measure_id, mix in mixes.items()
        ],
        schema={name: kind for name, kind in CASE_MIX_VALIDATION.items() if name != "period"},
    )


def _calibration(mixes: dict[str, CaseMix]) -> Iterator[pl.DataFrame]:
    for measure_id, mix in mixes.items():
        if mix.validation is not None:
            yield mix.validation.clinics.select(
                pl.lit(measure_id).alias("measure_id"),
                "clinic_id",
                validated_count="episode_count",
                observed_share="observed_mean",
                predicted_share="predicted_mean",
            )


def _coefficients(mixes: dict[str, CaseMix]) -> Iterator[pl.DataFrame]:
    for measure_id, mix in mixes.items():
        yield mix.coefficients.with_columns(measure_id=pl.lit(measure_id))


def _mart(
    parts: Iterator[pl.DataFrame] | pl.DataFrame, schema: MartSchema, key: tuple[str, ...]
) -> pl.DataFrame:
    """Put a mart of the period together; without a part it has no rows."""
    found = [parts] if isinstance(parts, pl.DataFrame) else list(parts)
    frame = pl.concat(found) if found else pl.DataFrame(schema=schema)
    return as_mart(frame.with_columns(period=pl.lit(PERIOD)), schema, key)


def _published_dispersions(counts: pl.DataFrame) -> dict[str, BorrowedDispersion]:
    """Return the providers' tau2 of every published measure; nothing where no file has been loaded."""
    from warehouse.benchmark.comparison import dispersions

    return dispersions(counts)


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    (network,) = tables[NETWORK].iter_rows(named=True) or [None]
    if network is None:
        raise InputError(f"{NETWORK} has no row.")
    since, until = tables["moment"].row(0)
    mixes = case_mixes(tables["courses"])
    compared = compare_clinics(
        tables[TOTALS],
        tables[MEASURES],
        tables[CLINICS],
        mixes,
        _published_dispersions(tables[PUBLISHED_COUNTS]),
    ).with_columns(period_start=pl.lit(since), period_end=pl.lit(until))
    by_measure = ("measure_id", "period")
    effects = network_effects(tables["courses"], mixes, float(network["minimum_publishable_reliability"]))
    return {
        "clinic_comparison": as_mart(compared, CLINIC_COMPARISON, ("clinic_id", "measure_id", "period")),
        "case_mix_validation": _mart(_validation(mixes), CASE_MIX_VALIDATION, by_measure),
        "case_mix_calibration": _mart(
            _calibration(mixes), CASE_MIX_CALIBRATION, ("measure_id", "clinic_id", "period")
        ),
        "case_mix_coefficients": _mart(
            _coefficients(mixes), CASE_MIX_COEFFICIENTS, ("measure_id", "term", "period")
        ),
        **{
            mart: as_mart(frame.with_columns(period=pl.lit(PERIOD)), EFFECTS[mart], EFFECTS_KEYS[mart])
            for mart, frame in effects.items()
        },
    }


_COURSES = """
select
    measured.measure_id,
    measured.clinic_id,
    measured.episode_key,
    measured.client_key,
    measured.therapist_key,
    measured.is_case,
    case when measured.scale_id is null then intakes.severity else severities.severity end as intake_severity,
    intakes.age,
    intakes.previous_episodes,
    intakes.gender,
    intakes.employment,
    intakes.problem,
    intakes.modality
from intermediate.int_courses_measured as measured
inner join marts.dim_measures as measures on measured.measure = measures.measure and measures.has_case_mix
left join intermediate.int_intakes_described as intakes on measured.episode_key = intakes.episode_key
left join intermediate.int_severities_standardised as severities
    on
        measured.episode_key = severities.episode_key
        and measured.scale_id = severities.scale_id
        and measured.respondent = severities.respondent
where measured.is_in_period
"""

_MOMENT = """
select
    cast(cast($until as date) - interval 12 month as date) as since,
    cast($until as date) - 1 as until
"""

_PREDICTORS = ("age", "previous_episodes", "gender", "employment", "problem", "modality")

STATISTIC = Statistic(
    about="Clinics beside each other on every measure, what to expect of their clients, and their effects.",
    reads={
        TOTALS: (
            "clinic_id",
            *_NAMES,
            "numerator",
            "denominator",
            "course_count",
            "numerator_squares",
            "products",
            "denominator_squares",
            "mean",
            "deviation",
        ),
        MEASURES: ("measure", "unit", "kind", "higher_is", "needs_appointments", "benchmark_measure"),
        CLINICS: ("clinic_id", "has_appointment_data"),
        NETWORK: ("minimum_publishable_reliability",),
        PUBLISHED_COUNTS: (
            "level",
            "organisation_code",
            "organisation_name",
            "period_start",
            "period_end",
            "count_id",
            "value",
        ),
    },
    counts={
        "courses": Count(
            _COURSES,
            {
                "intermediate.int_courses_measured": (
                    "measure_id",
                    "measure",
                    "clinic_id",
                    "episode_key",
                    "client_key",
                    "therapist_key",
                    "scale_id",
                    "respondent",
                    "is_case",
                    "is_in_period",
                ),
                "marts.dim_measures": ("measure", "has_case_mix"),
                "intermediate.int_intakes_described": ("episode_key", "severity", *_PREDICTORS),
                "intermediate.int_severities_standardised": (
                    "episode_key",
                    "scale_id",
                    "respondent",
                    "severity",
                ),
            },
        ),
        "moment": Count(_MOMENT, {}),
    },
    marts={
        "clinic_comparison": CLINIC_COMPARISON,
        "case_mix_validation": CASE_MIX_VALIDATION,
        "case_mix_calibration": CASE_MIX_CALIBRATION,
        "case_mix_coefficients": CASE_MIX_COEFFICIENTS,
        **EFFECTS,
    },
    compute=_compute,
)
