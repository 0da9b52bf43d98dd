-- One row per field of an export in the latest month of the profile, of fields that are ever filled.
with used as (
    select clinic_id, export_name, feed, field
    from audit.field_validity
    group by clinic_id, export_name, feed, field
    having sum(missing) < sum(row_count)
)

select
    profile.clinic_id,
    profile.export_name,
    profile.feed,
    profile.field,
    profile.row_count,
    profile.valid,
    profile.other,
    profile.defaulted,
    profile.invalid,
    profile.missing
from audit.field_validity as profile
inner join used
    on
        profile.clinic_id = used.clinic_id
        and profile.export_name = used.export_name
        and profile.feed = used.feed
        and profile.field = used.field
where profile.month = (select max(latest.month) from audit.field_validity as latest)
order by profile.clinic_id, profile.export_name, profile.feed, profile.field
