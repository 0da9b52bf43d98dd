with scores as (
    select
        *,
        struct_pack(completed_at := completed_at, response_key := response_key, score := score) as reading
    from {{ ref('int_scores_windowed') }}
    where construct not in ('outcome', 'alliance')
),

episodes as (
    select
        episode_key,
        therapist_key
    from {{ ref('int_episodes_concluded') }}
),

grouped as (
    select
        clinic_id,
        episode_key,
        scale_id,
        respondent,
        any_value(construct) as construct,
        cast(count(*) as integer) as score_count,
        min(reading) as first_reading,
        max(reading) as last_reading,
        min(score) as minimum,
        max(score) as maximum,
        cast(sum({{ millionths('score') }}) as double) / count(*) / 1e6 as mean,
        {{ share('count(*) filter (is_at_ceiling)', 'count(*)') }} as share_at_ceiling
    from scores
    group by clinic_id, episode_key, scale_id, respondent
),

told as (
    select
        ---------- ids
        grouped.clinic_id,
        grouped.episode_key,
        grouped.scale_id,
        grouped.respondent,
        grouped.construct,
        episodes.therapist_key,
        ---------- level
        grouped.score_count,
        grouped.first_reading.score as first_score,
        grouped.first_reading.completed_at as first_at,
        case when grouped.score_count > 1 then grouped.last_reading.score end as last_score,
        case when grouped.score_count > 1 then grouped.last_reading.completed_at end as last_at,
        case
            when grouped.score_count > 1 then round(grouped.last_reading.score - grouped.first_reading.score, 9)
        end as change,
        grouped.minimum,
        grouped.maximum,
        grouped.mean,
        grouped.share_at_ceiling
    from grouped
    inner join episodes on grouped.episode_key = episodes.episode_key
)

select * from told
