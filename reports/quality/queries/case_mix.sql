-- One row per measure: whether a model says what to expect of a clinic's clients, and how well it foretells.
select
    measure_id,
    basis,
    coalesce(reason, '') as reason,
    course_count,
    round(discrimination, 2) as discrimination,
    round(calibration_slope, 2) as calibration_slope,
    foretells
from marts.case_mix_validation
where period = 'rolling_12_months'
order by measure_id
