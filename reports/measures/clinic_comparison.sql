-- One row per clinic and measure of the last twelve months: what it has, what is expected of such clients, and the
-- limits within which clinics usually lie.
select
    clinic_id,
    measure_id,
    measure,
    scale_id,
    kind,
    denominator,
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
    basis
from marts.clinic_comparison
where period = 'rolling_12_months'
order by clinic_id, measure_id
