{{ config(materialized='view') }}

with scores as (
    select * from {{ ref('int_responses_scored') }}
),

episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

scales as (
    select
        scale_id,
        construct,
        is_main
    from {{ ref('int_scales_prepared') }}
),

-- Later forms are follow-up, earlier ones belong to what came before.
windowed as (
    select
        episodes.clinic_id,
        episodes.client_key,
        scores.* replace (cast(scores.respondent as varchar) as respondent),
        scales.construct,
        scales.is_main
    from scores
    inner join scales on scores.scale_id = scales.scale_id
    inner join episodes on scores.episode_key = episodes.episode_key
    where
        scores.score is not null
        and cast(scores.completed_at as date) >= episodes.pairing_from
        and (episodes.pairing_until is null or cast(scores.completed_at as date) <= episodes.pairing_until)
)

select * from windowed
