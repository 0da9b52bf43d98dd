"""What an invented network is shown: tables of invented rows, as statements to run in a published file.

Belongs here: those rows. Doesn't: what is really released (`warehouse.disclosure`).
"""

from __future__ import annotations

from invented_network import WEEK, InventedClinic
from published_schema import LATER_TABLES


def created(table: str) -> str:
    """Return the statement that makes a table of the release anew."""
    return f"create or replace table marts.{table} ({LATER_TABLES[f'marts.{table}']})"


CREATE_RELEASED = created("network_comparison")


def released(
    measure_id: str,
    shown: dict[str, tuple[int, float]],
    withheld: tuple[str, ...] = (),
    centre: float | None = 0.4,
    signal: str | None = None,
    as_of: str = "2026-W46",
) -> str:
    """Return the statement that adds one released measure; `shown`: denominator and value by clinic.

    Limits lie 5 (95 %) and 8 (99.8 %) points around the centre.
    """
    measure, _, rest = measure_id.partition(":")
    scale = f"'{rest.split(':')[0]}'" if rest else "null"
    told = "null" if centre is None else str(centre)
    rows = [f"('{clinic}', false, {n}, {value})" for clinic, (n, value) in shown.items()]
    rows += [f"('{clinic}', true, null, null)" for clinic in withheld]
    if centre is not None:
        rows.append(f"('all', false, {sum(n for n, _ in shown.values())}, {centre})")
    return f"""insert into marts.network_comparison by name
    select
        '2026-W46' as week, '{measure_id}' as measure_id, clinic_id, '{measure}' as measure,
        {scale} as scale_id, if({scale} is null, null, 'client') as respondent, 'share' as kind,
        'better' as higher_is, is_withheld,
        if(is_withheld, null, '{as_of}') as as_of, denominator, value, value + 0.02 as expected,
        value + 0.01 as adjusted, {told}::double as centre,
        if(is_withheld, null, {told} - 0.05) as lower_95, if(is_withheld, null, {told} + 0.05) as upper_95,
        if(is_withheld, null, {told} - 0.08) as lower_998, if(is_withheld, null, {told} + 0.08) as upper_998,
        if(is_withheld or clinic_id = 'all', null, clinic_id = '{signal}') as signal,
        if(clinic_id = '{signal}', 'high', null) as side, {len(shown)} as clinics_compared, 2.5 as phi,
        0.0025 as tau2, 'own' as tau2_source, 0.05 as signals_by_chance
    from (values {", ".join(rows)}) as t (clinic_id, is_withheld, denominator, value)"""


QUARTERS = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")


def by_quarter(measure_id: str, groups: dict[tuple[str, str], tuple[int, float] | None]) -> str:
    """Return the statement that adds one measure in four quarters; `groups` by breakdown and name.

    None stands for what is withheld. Each quarter lies two points above the one before.
    """
    measure, _, rest = measure_id.partition(":")
    scale = f"'{rest.split(':')[0]}'" if rest else "null"
    rows = []
    for number, quarter in enumerate(QUARTERS):
        for (breakdown, name), told in groups.items():
            figures = "true, null, null" if told is None else f"false, {told[0]}, {told[1] + 0.02 * number}"
            rows.append(f"('{quarter}', '{breakdown}', '{name}', {figures})")
    return f"""insert into marts.network_breakdowns by name
    select
        quarter, '{measure_id}' as measure_id, breakdown, group_name, '{measure}' as measure,
        {scale}::varchar as scale_id, if({scale} is null, null, 'client') as respondent, is_withheld,
        if(breakdown = 'all', 4, null) as clinics, denominator, value, value - 0.05 as lower_95,
        value + 0.05 as upper_95, if(is_withheld, null, 1.0) as design_effect
    from (values {", ".join(rows)}) as t (quarter, breakdown, group_name, is_withheld, denominator, value)"""


def beside_providers(shown: dict[str, tuple[int, float]], withheld: tuple[str, ...] = ()) -> str:
    """Return the statement that adds recovery beside 140 providers whose rate is 50 %."""
    rows = [f"('{clinic}', false, {n}, {value})" for clinic, (n, value) in shown.items()]
    rows += [f"('{clinic}', true, null, null)" for clinic in withheld]
    return f"""insert into marts.network_benchmark by name
    select
        '{WEEK}' as week, 'nhs_recovery' as measure_id, clinic_id, 'recovery' as published_measure,
        '2024-25' as published_period, is_withheld, if(is_withheld, null, '{WEEK}') as as_of, denominator,
        value, 140 as providers, 3 as providers_missing, if(is_withheld, null, 0.5) as provider_centre,
        if(is_withheld, null, 0.44) as lower_95, if(is_withheld, null, 0.56) as upper_95,
        if(is_withheld, null, 0.4) as lower_998, if(is_withheld, null, 0.6) as upper_998,
        if(is_withheld, null, 0.37) as share_of_providers_below,
        if(value < 0.4, 'low', null) as side
    from (values {", ".join(rows)}) as t (clinic_id, is_withheld, denominator, value)"""


def usual_releases(clinics: tuple[InventedClinic, ...], minimum_clinics: int) -> list[str]:
    """Return what a network of these clinics is shown; without enough of them nothing but that."""
    large = [c.clinic_id for c in clinics if c.has_appointments and c.courses >= 100]
    small = tuple(c.clinic_id for c in clinics if c.has_appointments and c.courses < 100)
    tables = [created(name) for name in ("network_comparison", "network_breakdowns", "network_benchmark")]
    if len(large) < minimum_clinics:
        withheld = (*large, *small)
        return [*tables, *([released("dropout", {}, withheld, centre=None)] if withheld else [])]
    shown = {clinic: (80 + 15 * n, 0.38 + 0.01 * n) for n, clinic in enumerate(large)}
    dropout = shown | ({"harbour": (95, 0.61)} if "harbour" in shown else {})
    groups: dict[tuple[str, str], tuple[int, float] | None] = {
        ("all", "all"): (400, 0.36),
        ("modality", "in_person"): (250, 0.33),
        ("modality", "video"): (150, 0.41),
        ("modality", "phone"): None,
        ("gender", "female"): (220, 0.37),
        ("gender", "male"): (130, 0.35),
        ("gender", "nonbinary"): None,
        ("ethnicity_group", "kappa"): (60, 0.58),
        ("ethnicity_group", "white"): (240, 0.31),
        ("ethnicity_group", "not recorded"): (100, 0.36),
    }
    return [
        *tables,
        released("dropout", dropout, small, signal="harbour"),
        released("attendance", shown, small),
        released("alliance_low:srs:client", shown, small),
        released("reliable_improvement:phq9:client", shown, small),
        released("reliable_improvement:gad7:client", shown, small),
        released("pairing_rate:phq9:client", shown, small),
        by_quarter("dropout", groups),
        by_quarter("reliable_improvement:phq9:client", groups),
        beside_providers({"all": (900, 0.47), **shown}, small),
    ]
