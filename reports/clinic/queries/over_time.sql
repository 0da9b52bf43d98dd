-- One row per clinic, measure and week of the last half year, of measures that move week by week.
select
    clinic_id,
    measure_id,
    week,
    numerator,
    denominator,
    round(value, 4) as value,
    round(mean, 4) as mean,
    round(lower, 4) as lower,
    round(upper, 4) as upper,
    is_trial,
    signal,
    rule,
    side,
    event
from marts.clinic_weekly
where
    measure_id in ('attendance', 'form_completion')
    and week_start >= getvariable('week_end') - interval 26 week
    and week_start < getvariable('week_end')
order by clinic_id, measure_id, week_start
