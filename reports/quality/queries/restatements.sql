-- One row per clinic, figure and month that the latest run tells otherwise than the last one of an earlier week.
select
    clinic_id,
    measure,
    month,
    earlier_week,
    earlier_value,
    value,
    late,
    corrected,
    withdrawn,
    opted_out,
    cause
from audit.restatements
where week = (select arg_max(runs.week, runs.published_at) from meta.runs as runs)
order by clinic_id, list_position(
    [
        'courses_begun',
        'courses_ended',
        'dropouts',
        'sessions_attended',
        'forms_scored',
        'pairs',
        'reliably_improved'
    ],
    measure
), month desc
