-- One row per clinic and measure of the last twelve months: what it has, what is expected of such clients, and the
-- limits within which clinics usually lie.
select
    clinic_id,
    measure_id,
    measure,
    scale_id,
    respondent,
    kind,
    higher_is,
    numerator,
    denominator,
    course_count,
    round(value, 4) as value,
    round(expected, 4) as expected,
    round(adjusted, 4) as adjusted,
    round(centre, 4) as centre,
    round(lower_95, 4) as lower_95,
    round(upper_95, 4) as upper_95,
    round(lower_998, 4) as lower_998,
    round(upper_998, 4) as upper_998,
    signal,
    side,
    basis,
    clinics_compared,
    rests_on_few_clinics,
    round(phi, 2) as phi,
    round(tau2, 6) as tau2,
    tau2_scale,
    tau2_source,
    tau2_origin,
    not_applicable,
    round(q_value, 3) as q_value,
    comparisons,
    signals,
    round(signals_by_chance, 2) as signals_by_chance
from marts.clinic_comparison
where period = 'rolling_12_months'
order by clinic_id, measure_id
