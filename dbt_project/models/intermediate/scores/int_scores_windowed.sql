{{ config(materialized='view') }}

with scores as (
    select * from {{ ref('int_responses_scored') }}
),

episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

-- Later forms are follow-up, earlier ones belong to what came before.
windowed as (
    select
        scores.*,
        episodes.client_key
    from scores
    inner join episodes on scores.episode_key = episodes.episode_key
    where
        scores.score is not null
        and cast(scores.completed_at as date) >= episodes.pairing_from
        and (episodes.pairing_until is null or cast(scores.completed_at as date) <= episodes.pairing_until)
)

select * from windowed
