-- One row per clinic, feed and month of the last three: how the values were filled of fields that are ever filled.
with profile as (
    select
        *,
        sum(missing) over field_of_export < sum(row_count) over field_of_export as is_ever_filled
    from audit.field_validity
    window field_of_export as (partition by clinic_id, export_name, feed, field)
)

select
    profile.clinic_id,
    profile.feed,
    profile.month,
    count(distinct profile.field) as fields,
    cast(sum(profile.row_count) as bigint) as row_count,
    cast(sum(profile.valid) as bigint) as valid,
    cast(sum(profile.other) as bigint) as other,
    cast(sum(profile.defaulted) as bigint) as defaulted,
    cast(sum(profile.invalid) as bigint) as invalid,
    cast(sum(profile.missing) as bigint) as missing
from profile
where
    profile.is_ever_filled
    and profile.month > (select max(latest.month) from audit.field_validity as latest) - interval 3 month
group by profile.clinic_id, profile.feed, profile.month
order by
    profile.clinic_id,
    list_position(['clients', 'therapists', 'episodes', 'appointments', 'responses'], profile.feed),
    profile.month desc
