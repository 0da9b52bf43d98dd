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
        case when is_attended then cast(row_number() over attended_in_order as integer) end as session_number,
        lag(scheduled_on) over attended_in_order as on_before,
        lead(scheduled_on) over attended_in_order as on_next,
        lead(scheduled_at) over attended_in_order as at_next,
        cast(scheduled_on as timestamp) as day_begins_at
    from marked
    window attended_in_order as (
        partition by episode_key, is_attended
        order by scheduled_at, appointment_key
    )
),

-- From when on a form without an appointment of its own belongs to this session: the day itself, or its hour for a
-- second session of the day. Null where the next session begins at that very moment and takes them all.
placed as (
    select
        * exclude (on_before, on_next, at_next, day_begins_at),
        is_attended
        and coalesce(on_before != scheduled_on, true)
        and coalesce(on_next != scheduled_on, true) as is_only_of_day,
        case
            when not is_attended then null
            when coalesce(on_before != scheduled_on, true)
                then case when coalesce(at_next != day_begins_at, true) then day_begins_at end
            when coalesce(at_next != scheduled_at, true) then scheduled_at
        end as forms_from
    from numbered
)

select * from placed
