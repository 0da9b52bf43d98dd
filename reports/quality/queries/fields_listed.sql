-- One row per field of an export in the latest month of the profile, of fields that are ever filled.
with profile as (
    select
        *,
        sum(missing) over field_of_export < sum(row_count) over field_of_export as is_ever_filled
    from audit.field_validity
    window field_of_export as (partition by clinic_id, export_name, feed, field)
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
from profile
where profile.is_ever_filled and profile.month = (select max(latest.month) from audit.field_validity as latest)
order by profile.clinic_id, profile.export_name, profile.feed, profile.field
