with appointments as (
    select * from {{ ref('int_appointments_resolved') }}
),

episodes as (
    select * from {{ ref('int_episodes_started') }}
),

dated as (
    select
        appointments.appointment_key,
        episodes.clinic_id,
        appointments.episode_key,
        coalesce(appointments.therapist_key, episodes.therapist_key) as therapist_key,
        coalesce(appointments.modality, episodes.modality) as modality,
        appointments.scheduled_at,
        cast(appointments.scheduled_at as date) as scheduled_on,
        appointments.has_time,
        appointments.scheduled_at >= {{ week_end() }} as is_upcoming,
        -- What becomes of an appointment after the week isn't known in it: only the booking is.
        case when appointments.scheduled_at >= {{ week_end() }} then 'scheduled' else appointments.status end as status
    from appointments
    inner join episodes on appointments.episode_key = episodes.episode_key
),

marked as (
    select
        *,
        status in ('attended', 'attended_late') as is_attended
    from dated
),

numbered as (
    select
        *,
        case
            when is_attended
                then cast(
                    row_number() over (
                        partition by episode_key, is_attended
                        order by scheduled_at, appointment_key
                    ) as integer
                )
        end as session_number
    from marked
)

select * from numbered
