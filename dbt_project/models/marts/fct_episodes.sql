with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

told as (
    select
        ---------- ids
        clinic_id,
        episode_key,
        client_key,
        therapist_key,
        ---------- course
        referral_date,
        start_date,
        end_date,
        end_reason,
        state,
        state_basis,
        ended_on,
        days_since_contact,
        ---------- plan
        programme,
        presenting_problem,
        modality,
        planned_sessions,
        age_at_start,
        ---------- attendance
        appointments_booked,
        sessions_attended,
        no_shows,
        cancellations_by_client + cancellations_by_clinic as cancellations,
        cancellations_by_client,
        cancellations_by_clinic,
        outcomes_unknown,
        first_attended_on,
        last_attended_on,
        appointments_upcoming,
        next_appointment_at,
        ---------- flags
        is_synthetic_date,
        is_migrated
    from episodes
)

select * from told
