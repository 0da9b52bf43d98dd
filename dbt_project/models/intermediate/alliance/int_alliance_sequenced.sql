with scores as (
    select * from {{ ref('int_scores_windowed') }}
    where construct = 'alliance'
),

scales as (
    select * from {{ ref('int_scales_prepared') }}
),

-- Higher is better from here on, in whole millionths of a point.
levelled as (
    select
        scores.clinic_id,
        scores.episode_key,
        scores.client_key,
        scores.scale_id,
        scores.respondent,
        scores.response_key,
        scores.completed_at,
        scores.session_number,
        scores.score,
        scores.lowest_item,
        scores.is_at_ceiling,
        scales.higher_is,
        case when scales.higher_is = 'better' then 1 else -1 end * {{ millionths('scores.score') }} as level
    from scores
    inner join scales on scores.scale_id = scales.scale_id
),

sequenced as (
    select
        *,
        row_number() over series as form_number,
        count(*) over whole - row_number() over series + 1 as forms_from_last,
        lag(level) over series as previous_level,
        max(level) over (
            partition by episode_key, scale_id, respondent
            order by completed_at, response_key
            rows between 1 following and {{ var('repair_within_forms') }} following
        ) as best_of_next
    from levelled
    window
        series as (partition by episode_key, scale_id, respondent order by completed_at, response_key),
        whole as (
            partition by episode_key, scale_id, respondent
            order by completed_at, response_key
            rows between unbounded preceding and unbounded following
        )
),

-- What a control limit from a client's earlier forms needs: how many there are, their sum and their moving ranges'.
followed as (
    select
        *,
        count(*) over earlier as earlier_count,
        cast(sum(level) over earlier as hugeint) as earlier_level_sum,
        cast(sum(abs(level - previous_level)) over earlier as hugeint) as earlier_range_sum
    from sequenced
    window earlier as (
        partition by episode_key, scale_id, respondent
        order by completed_at, response_key
        rows between unbounded preceding and 1 preceding
    )
)

select * from followed
