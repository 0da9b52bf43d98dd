-- How often an export comes, by the days on which the sender made its files. Holidays don't count as days.
with receipts as (
    select distinct
        clinic_id,
        export_name,
        feed,
        cast(exported_at as date) as made_on
    from {{ known(ref('stg_landing__deliveries')) }}
    where status in ('accepted', 'redelivered', 'held', 'refused') and exported_at <= {{ audit_moment() }}
),

clinics as (
    select clinic_id from {{ ref('int_clinics_covered') }}
    where is_registered
),

holidays as (
    select * from {{ ref('int_holidays_listed') }}
),

steps as (
    select
        clinic_id,
        export_name,
        feed,
        made_on,
        lag(made_on) over days as made_before,
        row_number() over (partition by clinic_id, export_name, feed order by made_on desc) as age
    from receipts
    semi join clinics on receipts.clinic_id = clinics.clinic_id
    window days as (partition by clinic_id, export_name, feed order by made_on)
),

-- The last thirteen steps: a quarter of weekly files.
recent as (
    select
        *,
        made_on - made_before - (
            select count(*) from holidays
            where
                holidays.clinic_id = steps.clinic_id
                and holidays.holiday_on > steps.made_before and holidays.holiday_on <= steps.made_on
        ) as step_days
    from steps
    where age <= 13 and made_before is not null
),

usual as (
    select
        clinic_id,
        export_name,
        feed,
        count(*) as steps,
        median(cast(step_days as double)) as usual_days,
        -- All but the longest of them, so that one holiday doesn't make silence usual.
        quantile_disc(step_days, 0.9) as longest_days
    from recent
    group by clinic_id, export_name, feed
),

gaps as (
    select
        recent.clinic_id,
        recent.export_name,
        recent.feed,
        count(*) as gaps,
        list(
            'nothing made between ' || recent.made_before || ' and ' || recent.made_on order by recent.made_on desc
        ) as told
    from recent
    inner join usual
        on recent.clinic_id = usual.clinic_id
        and recent.export_name = usual.export_name
        and recent.feed = usual.feed
    where recent.step_days > 1.5 * usual.usual_days and recent.step_days > usual.usual_days + 1
    group by recent.clinic_id, recent.export_name, recent.feed
),

spaced as (
    select
        steps.clinic_id,
        steps.export_name,
        steps.feed,
        steps.made_on as last_made_on,
        cast({{ audit_moment() }} as date) - steps.made_on as silent_days,
        (
            select count(*) from holidays
            where
                holidays.clinic_id = steps.clinic_id
                and holidays.holiday_on > steps.made_on
                and holidays.holiday_on <= cast({{ audit_moment() }} as date)
        ) as holiday_days,
        coalesce(usual.steps, 0) as steps,
        usual.usual_days,
        usual.longest_days,
        coalesce(gaps.gaps, 0) as gaps,
        gaps.told as gaps_told
    from steps
    left join usual
        on steps.clinic_id = usual.clinic_id
        and steps.export_name = usual.export_name
        and steps.feed = usual.feed
    left join gaps
        on steps.clinic_id = gaps.clinic_id
        and steps.export_name = gaps.export_name
        and steps.feed = gaps.feed
    where steps.age = 1
)

select * from spaced
