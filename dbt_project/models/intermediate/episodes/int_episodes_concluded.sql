with episodes as (
    select * from {{ ref('int_episodes_started') }}
),

attendance as (
    select * from {{ ref('int_episodes_attended') }}
),

clinics as (
    select * from {{ ref('int_clinics_covered') }}
),

counted as (
    select
        episodes.*,
        clinics.has_appointment_data,
        clinics.contact_gap_days,
        clinics.appointments_until,
        -- Under way before the clinic's data begin: longer than a course goes on without contact. How many sessions
        -- it had by then, nobody can tell.
        coalesce(episodes.start_date < clinics.appointments_from - clinics.contact_gap_days, false) as is_migrated,
        {% for number in [
            'appointments_booked', 'sessions_attended', 'no_shows', 'cancellations_by_client',
            'cancellations_by_clinic', 'outcomes_unknown', 'appointments_upcoming'
        ] -%}
            -- Null where a clinic sends no appointments: nobody knows, which isn't the same as nobody came.
            case when clinics.has_appointment_data then cast(coalesce(attendance.{{ number }}, 0) as integer) end
                as {{ number }},
        {% endfor -%}
        attendance.first_attended_on,
        attendance.last_attended_on,
        attendance.next_appointment_at,
        cast(attendance.last_booking.scheduled_at as date) as last_booked_on,
        attendance.last_booking.status as last_booked_status,
        coalesce(attendance.last_attended_on, episodes.start_date) as last_contact_on
    from episodes
    inner join clinics on episodes.clinic_id = clinics.clinic_id
    left join attendance on episodes.episode_key = attendance.episode_key
),

measured as (
    select
        *,
        -- Up to the clinic's own latest word on appointments, so that a silent clinic isn't one of dropouts.
        cast(appointments_until - last_contact_on as integer) as days_since_contact
    from counted
),

concluded as (
    select
        *,
        case
            when end_reason = 'completed' then 'completed'
            when end_reason = 'dropped_out' then 'dropped_out'
            when end_reason is not null or end_date is not null then 'other_ending'
            when days_since_contact >= contact_gap_days then 'dropped_out'
            else 'open'
        end as state,
        case
            when end_reason is not null then 'recorded'
            when end_date is not null then 'unrecorded'
            when days_since_contact >= contact_gap_days then 'contact_gap'
        end as state_basis
    from measured
),

dated as (
    select
        *,
        case when state != 'open' then coalesce(end_date, last_contact_on) end as ended_on,
        least(
            coalesce(referral_date, start_date - {{ var('pairing_days_before_start') }}), start_date
        ) as pairing_from,
        end_date + {{ var('pairing_days_after_end') }} as pairing_until
    from concluded
)

select * from dated
