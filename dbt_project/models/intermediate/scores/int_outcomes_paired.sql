with scores as (
    select
        *,
        struct_pack(completed_at := completed_at, response_key := response_key, score := score) as reading
    from {{ ref('int_scores_windowed') }}
    where construct = 'outcome'
),

grouped as (
    select
        clinic_id,
        episode_key,
        client_key,
        scale_id,
        respondent,
        min(reading) as first_reading,
        max(reading) as last_reading,
        count(*) as score_count
    from scores
    group by clinic_id, episode_key, client_key, scale_id, respondent
),

paired as (
    select
        clinic_id,
        episode_key,
        client_key,
        scale_id,
        respondent,
        first_reading.score as first_score,
        first_reading.completed_at as first_at,
        case when score_count > 1 then last_reading.score end as last_score,
        case when score_count > 1 then last_reading.completed_at end as last_at,
        cast(score_count as integer) as score_count,
        score_count > 1 as is_paired
    from grouped
)

select * from paired
