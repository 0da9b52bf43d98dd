with clinics as (
    select * from {{ ref('int_clinics_covered') }}
),

episodes as (
    select
        episode_key,
        clinic_id
    from {{ ref('int_episodes_concluded') }}
),

responses as (
    select
        episodes.clinic_id,
        max(cast(scores.completed_at as date)) as responses_until
    from {{ ref('int_responses_scored') }} as scores
    inner join episodes on scores.episode_key = episodes.episode_key
    group by episodes.clinic_id
),

actions as (
    select * from {{ ref('int_actions_covered') }}
),

described as (
    select
        clinics.clinic_id,
        clinics.clinic_name,
        clinics.timezone,
        clinics.contact_gap_days,
        clinics.is_registered,
        clinics.has_appointment_data,
        clinics.appointments_until,
        responses.responses_until,
        actions.clinic_id is not null as has_actions,
        actions.actions_from,
        actions.actions_until,
        clinics.last_received_at
    from clinics
    left join responses on clinics.clinic_id = responses.clinic_id
    left join actions on clinics.clinic_id = actions.clinic_id
)

select * from described
