-- One row per measure and clinic (and 'all') of the week, as the network may see them: everything in it is released.
select
    measure_id,
    clinic_id,
    measure,
    scale_id,
    respondent,
    kind,
    week,
    is_withheld,
    as_of,
    denominator,
    value,
    expected,
    adjusted,
    centre,
    lower_95,
    upper_95,
    lower_998,
    upper_998,
    signal,
    side,
    clinics_compared,
    phi,
    tau2,
    tau2_source,
    tau2_origin,
    signals_by_chance
from marts.network_comparison
where week = (select max(latest.week) from marts.network_comparison as latest)
order by measure_id, clinic_id
