-- One row per clinic, export and check of the door: its last five results, the latest first.
with ranked as (
    select
        *,
        row_number() over (
            partition by clinic_id, export_name, feed, check_id order by measured_at desc
        ) as age
    from audit.check_results
    where source = 'door'
)

select
    clinic_id,
    export_name,
    feed,
    check_id,
    arg_min(description, age) as description,
    arg_min(severity, age) as severity,
    arg_min(threshold, age) as threshold,
    list(
        struct_pack(measured_at := measured_at, evaluated := evaluated, failed := failed, is_passed := is_passed)
        order by age
    ) as results
from ranked
where age <= 5
group by clinic_id, export_name, feed, check_id
order by clinic_id, export_name, feed, check_id
