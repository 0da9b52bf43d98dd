with scores as (
    select * from {{ ref('int_responses_scored') }}
    where scale_id is not null
),

episodes as (
    select
        episode_key,
        client_key
    from {{ ref('int_episodes_concluded') }}
),

told as (
    select
        ---------- ids
        scores.clinic_id,
        scores.response_key,
        scores.scale_id,
        scores.instrument_id,
        scores.construct,
        scores.episode_key,
        episodes.client_key,
        scores.therapist_key,
        scores.respondent,
        ---------- time and place
        scores.completed_at,
        scores.session_number,
        scores.session_link,
        ---------- score
        scores.score,
        scores.items_answered,
        scores.items_missing,
        scores.is_prorated,
        scores.declared_total,
        scores.declared_matches,
        scores.is_at_ceiling
    from scores
    inner join episodes on scores.episode_key = episodes.episode_key
)

select * from told
