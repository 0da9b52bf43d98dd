with episodes as (
    select * from {{ ref('int_episodes_resolved') }}
),

started as (
    select
        ---------- ids
        episode_key,
        clinic_id,
        client_key,
        therapist_key,
        ---------- codes
        case when end_date >= {{ week_end_date() }} then null else end_reason end as end_reason,
        programme,
        presenting_problem,
        modality,
        ---------- numbers
        planned_sessions,
        age_at_start,
        ---------- dates
        referral_date,
        start_date,
        case when end_date < {{ week_end_date() }} then end_date end as end_date,
        ---------- flags
        is_synthetic_date
    from episodes
    where start_date < {{ week_end_date() }}
)

select * from started
