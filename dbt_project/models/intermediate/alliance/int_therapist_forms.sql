with scores as (
    select * from {{ ref('int_responses_scored') }}
    where respondent = 'client' and score is not null and therapist_key is not null
),

scales as (
    select
        scale_id,
        construct
    from {{ ref('int_scales_prepared') }}
    where construct in ('empathy', 'congruence', 'regard', 'unconditionality')
),

episodes as (
    select
        episode_key,
        clinic_id,
        client_key
    from {{ ref('int_episodes_concluded') }}
),

grouped as (
    select
        episodes.clinic_id,
        scores.therapist_key,
        episodes.client_key,
        scores.scale_id,
        scales.construct,
        count(*) as form_count,
        cast(sum({{ millionths('scores.score') }}) as hugeint) as score_sum,
        sum(cast({{ millionths('scores.score') }} as hugeint) * {{ millionths('scores.score') }}) as square_sum,
        count(*) filter (scores.is_at_ceiling) as ceiling_count
    from scores
    inner join scales on scores.scale_id = scales.scale_id
    inner join episodes on scores.episode_key = episodes.episode_key
    group by episodes.clinic_id, scores.therapist_key, episodes.client_key, scores.scale_id, scales.construct
),

described as (
    select
        clinic_id,
        therapist_key,
        client_key,
        scale_id,
        construct,
        form_count,
        cast(score_sum as double) / form_count / 1e6 as mean_score,
        cast(form_count * square_sum - score_sum * score_sum as double) / form_count / 1e12 as squares_within,
        ceiling_count
    from grouped
)

select * from described
