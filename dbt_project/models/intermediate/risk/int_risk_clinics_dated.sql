-- Up to which day a clinic's appointments were known at the end of each week.
with weeks as (
    select * from {{ ref('int_risk_weeks_listed') }}
),

days as (
    select
        clinic_id,
        cast(known_from as date) as known_on,
        cast(scheduled_at as date) as scheduled_on,
        min(known_from) as known_from
    from {{ ref('int_risk_appointments_dated') }}
    where status != 'scheduled'
    group by clinic_id, cast(known_from as date), cast(scheduled_at as date)
),

dated as (
    select
        days.clinic_id,
        weeks.week_end,
        max(days.scheduled_on) as appointments_until
    from days
    inner join weeks on days.known_from <= weeks.known_until and days.scheduled_on < weeks.week_end
    group by days.clinic_id, weeks.week_end
)

select * from dated
