-- One row per check, clinic and export: its latest measurement, and whether the one before passed.
with measured as (
    select
        *,
        row_number() over (
            partition by clinic_id, export_name, feed, check_id
            order by measured_at desc, is_passed asc, evaluated desc
        ) as age,
        lead(is_passed) over (
            partition by clinic_id, export_name, feed, check_id
            order by measured_at desc, is_passed asc, evaluated desc
        ) as passed_before
    from audit.check_results
)

select
    clinic_id,
    export_name,
    check_id,
    description,
    severity,
    threshold,
    evaluated,
    failed,
    not_applicable,
    is_passed,
    passed_before,
    measured_at
from measured
where age = 1
order by clinic_id nulls first, export_name nulls first, check_id
