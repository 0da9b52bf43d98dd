{{ config(materialized='view') }}

with scores as (
    select * from {{ ref('int_responses_scored') }}
    where scale_id is not null
),

scales as (
    select
        scale_id,
        construct
    from {{ ref('int_scales_prepared') }}
),

episodes as (
    select
        episode_key,
        clinic_id,
        client_key
    from {{ ref('int_episodes_concluded') }}
),

told as (
    select
        ---------- ids
        episodes.clinic_id,
        scores.response_key,
        scores.scale_id,
        scores.instrument_id,
        scales.construct,
        scores.episode_key,
        episodes.client_key,
        scores.therapist_key,
        cast(scores.respondent as varchar) as respondent,
        ---------- time and place
        scores.completed_at,
        scores.session_number,
        cast(scores.session_link as varchar) as session_link,
        ---------- score
        scores.score,
        scores.items_answered,
        scores.items_missing,
        scores.is_prorated,
        scores.declared_total,
        scores.declared_matches,
        scores.is_at_ceiling
    from scores
    inner join scales on scores.scale_id = scales.scale_id
    inner join episodes on scores.episode_key = episodes.episode_key
)

select * from told
