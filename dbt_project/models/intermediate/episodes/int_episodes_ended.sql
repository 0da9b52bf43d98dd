{{ config(materialized='view') }}

with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

ended as (
    select
        clinic_id,
        episode_key,
        client_key,
        state,
        ended_on,
        year(ended_on) || '-Q' || quarter(ended_on) as quarter,
        ended_on >= {{ week_end_date() }} - interval 12 month as is_recent,
        age_at_start,
        start_date
    from episodes
    -- Without appointment data nobody knows who was never seen, so that every ended course counts.
    where state != 'open' and (sessions_attended > 0 or not has_appointment_data)
)

select * from ended
