with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

sessions as (
    select
        episode_key,
        max(scheduled_on) filter (session_number = 3) as session_3_on,
        max(scheduled_on) filter (session_number = 6) as session_6_on,
        max(scheduled_on) filter (session_number = 10) as session_10_on
    from {{ ref('int_appointments_numbered') }}
    where session_number in (3, 6, 10)
    group by episode_key
),

-- A course without a recorded end is known to have dropped out only when its contact gap has passed: counted in the
-- week of the last contact, the latest weeks would lack dropouts.
settled as (
    select
        clinic_id,
        episode_key,
        client_key,
        therapist_key,
        state,
        has_appointment_data,
        sessions_attended,
        is_migrated,
        first_attended_on,
        ended_on,
        case
            when state = 'open' then null
            when state_basis = 'contact_gap' then last_contact_on + contact_gap_days
            else ended_on
        end as settled_on
    from episodes
),

timed as (
    select
        settled.*,
        -- Courses never attended are left out where appointments tell; without them every course counts.
        settled.state != 'open' and (settled.sessions_attended > 0 or not settled.has_appointment_data) as is_ended,
        case when settled.state = 'open' then {{ week_end_date() }} - 1 else settled.ended_on end as current_on,
        coalesce(sessions.session_3_on, settled.settled_on) as decided_3_on,
        coalesce(sessions.session_6_on, settled.settled_on) as decided_6_on,
        coalesce(sessions.session_10_on, settled.settled_on) as decided_10_on
    from settled
    left join sessions on settled.episode_key = sessions.episode_key
)

select * from timed
