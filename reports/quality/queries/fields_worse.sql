-- One row per field of an export that is filled worse in its latest month than in the one before: a tenth or more.
with numbered as (
    select
        *,
        row_number() over (partition by clinic_id, export_name, feed, field order by month desc) as age
    from audit.field_validity
),

compared as (
    select
        latest.clinic_id,
        latest.export_name,
        latest.feed,
        latest.field,
        latest.month,
        earlier.month as earlier_month,
        latest.row_count,
        latest.valid,
        latest.invalid,
        latest.missing,
        earlier.row_count as earlier_row_count,
        earlier.valid as earlier_valid
    from numbered as latest
    inner join numbered as earlier
        on
            latest.clinic_id = earlier.clinic_id
            and latest.export_name = earlier.export_name
            and latest.feed = earlier.feed
            and latest.field = earlier.field
    where latest.age = 1 and latest.row_count >= 5 and earlier.age = 2 and earlier.row_count >= 20
)

select *
from compared
where
    valid / row_count < earlier_valid / earlier_row_count - 0.1
    and month > (select max(newest.month) from audit.field_validity as newest) - interval 2 month
order by valid / row_count - earlier_valid / earlier_row_count, clinic_id, export_name, feed, field
limit 40
