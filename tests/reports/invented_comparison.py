"""Clinics compared on measures: a table of invented rows, as statements to run in a published file.

Belongs here: those rows. Doesn't: how clinics are really compared (`warehouse.inference`).
"""

from __future__ import annotations

from published_schema import LATER_TABLES

CREATE = f"create table marts.clinic_comparison ({LATER_TABLES['marts.clinic_comparison']})"


def compared(
    measure_id: str, cases: dict[str, tuple[int, int]], centre: float, signal: str | None = None
) -> str:
    """Return the statement that adds one measure; `cases`: numerator and denominator by clinic.

    Limits lie 5 (95 %) and 8 (99.8 %) points around the centre. Clinics of the file that aren't in `cases`
    have a row that says why, as the warehouse writes it.
    """
    measure, _, rest = measure_id.partition(":")
    scale = f"'{rest.split(':')[0]}'" if rest else "null"
    rows = ", ".join(f"('{clinic}', {n}, {d})" for clinic, (n, d) in cases.items())
    return f"""insert into marts.clinic_comparison by name
    with cases as (select * from (values {rows}) as t (clinic_id, numerator, denominator))
    select
        dim_clinics.clinic_id, '{measure_id}' as measure_id, '{measure}' as measure, {scale} as scale_id,
        if({scale} is null, null, 'client') as respondent, 'rolling_12_months' as period, 'share' as kind,
        'better' as higher_is, numerator, denominator, denominator as course_count,
        numerator / denominator as value, if(denominator is null, null, 0.42) as expected,
        numerator / denominator + 0.01 as adjusted,
        if(denominator is null, null, {centre}) as centre,
        if(denominator is null, null, {centre} - 0.05) as lower_95,
        if(denominator is null, null, {centre} + 0.05) as upper_95,
        if(denominator is null, null, {centre} - 0.08) as lower_998,
        if(denominator is null, null, {centre} + 0.08) as upper_998,
        if(denominator is null, null, dim_clinics.clinic_id = '{signal}') as signal,
        if(dim_clinics.clinic_id = '{signal}', 'high', null) as side,
        if(denominator is null, null, 'case_mix') as basis,
        if(denominator is null, null, {len(cases)}) as clinics_compared,
        if(denominator is null, null, true) as rests_on_few_clinics, 2.5 as phi, 0.0025 as tau2,
        'log' as tau2_scale, 'own' as tau2_source,
        if(denominator is null, 'nobody to count in the period', null) as not_applicable, 24 as comparisons,
        1 as signals, 0.05 as signals_by_chance
    from marts.dim_clinics left join cases using (clinic_id)"""


CREATE_RELEASED = f"create table marts.network_comparison ({LATER_TABLES['marts.network_comparison']})"


def released(
    measure_id: str,
    shown: dict[str, tuple[int, float]],
    withheld: tuple[str, ...] = (),
    centre: float | None = 0.4,
    signal: str | None = None,
    as_of: str = "2026-W46",
) -> str:
    """Return the statement that adds one released measure; `shown`: denominator and value by clinic."""
    measure, _, rest = measure_id.partition(":")
    scale = f"'{rest.split(':')[0]}'" if rest else "null"
    told = "null" if centre is None else str(centre)
    rows = [f"('{clinic}', false, {n}, {value})" for clinic, (n, value) in shown.items()]
    rows += [f"('{clinic}', true, null, null)" for clinic in withheld]
    return f"""insert into marts.network_comparison by name
    select
        '2026-W46' as week, '{measure_id}' as measure_id, clinic_id, '{measure}' as measure,
        {scale} as scale_id, if({scale} is null, null, 'client') as respondent, 'share' as kind,
        'better' as higher_is, is_withheld,
        if(is_withheld, null, '{as_of}') as as_of, denominator, value, value + 0.02 as expected,
        value + 0.01 as adjusted, {told}::double as centre,
        if(is_withheld, null, {told} - 0.05) as lower_95, if(is_withheld, null, {told} + 0.05) as upper_95,
        if(is_withheld, null, {told} - 0.08) as lower_998, if(is_withheld, null, {told} + 0.08) as upper_998,
        if(is_withheld, null, clinic_id = '{signal}') as signal,
        if(clinic_id = '{signal}', 'high', null) as side, {len(shown)} as clinics_compared, 2.5 as phi,
        0.0025 as tau2, 'own' as tau2_source, 0.05 as signals_by_chance
    from (values {", ".join(rows)}) as t (clinic_id, is_withheld, denominator, value)"""
