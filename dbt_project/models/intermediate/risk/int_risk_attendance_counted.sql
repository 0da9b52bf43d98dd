-- What was known of each episode's appointments at the end of each week: those before it, and the next one booked.
with opened as (
    select
        week_end,
        known_until,
        episode_key
    from {{ ref('int_risk_episodes_opened') }}
),

appointments as (
    select
        episode_key,
        appointment_key,
        scheduled_at,
        cast(scheduled_at as date) as scheduled_on,
        status,
        known_from,
        known_until
    from {{ ref('int_risk_appointments_dated') }}
),

placed as (
    select
        opened.week_end,
        opened.episode_key,
        appointments.appointment_key,
        appointments.scheduled_at,
        appointments.scheduled_on,
        appointments.status,
        appointments.scheduled_at < opened.week_end as is_past,
        appointments.status in ('attended', 'attended_late') and appointments.scheduled_at < opened.week_end
            as is_attended,
        appointments.status in ('no_show', 'cancelled_by_client') and appointments.scheduled_at < opened.week_end
            as is_missed
    from opened
    inner join appointments
        on opened.episode_key = appointments.episode_key
        and opened.known_until >= appointments.known_from
        and opened.known_until < appointments.known_until
),

counted as (
    select
        week_end,
        episode_key,
        count(*) filter (is_attended) as sessions_attended,
        count(*) filter (is_missed) as missed,
        count(*) filter (is_missed and scheduled_on >= week_end - {{ var('risk_recent_days') }}) as missed_recently,
        min(scheduled_on) filter (is_attended) as first_attended_on,
        max(scheduled_on) filter (is_attended) as last_attended_on,
        max(
            struct_pack(scheduled_at := scheduled_at, appointment_key := appointment_key, is_missed := is_missed)
        ) filter (is_attended or is_missed) as last_held,
        -- What the Monday itself brings is known on it, and isn't a booking any more.
        min(scheduled_on) filter (
            scheduled_on > week_end and status not in ('cancelled_by_client', 'cancelled_by_clinic')
        ) as next_booked_on
    from placed
    group by week_end, episode_key
)

select * from counted
