with pairs as (
    select * from {{ ref('int_outcomes_paired') }}
),

scales as (
    select
        scale_id,
        case when higher_is = 'better' then -1 else 1 end as direction
    from {{ ref('int_scales_prepared') }}
    where is_main
),

scored as (
    select
        pairs.episode_key,
        pairs.scale_id,
        cast(pairs.respondent as varchar) as respondent,
        scales.direction * {{ millionths('pairs.first_score') }} as level
    from pairs
    inner join scales on pairs.scale_id = scales.scale_id
),

-- Over the whole network, from whole sums, so that it doesn't depend on the order of adding.
spread as (
    select
        scale_id,
        respondent,
        cast(sum(level) as double) / count(*) as mean,
        sqrt(
            cast(count(*) * sum(cast(level as hugeint) * level) - sum(level) * sum(level) as double)
            / count(*) / nullif(count(*) - 1, 0)
        ) as deviation
    from scored
    group by scale_id, respondent
),

standardised as (
    select
        scored.episode_key,
        scored.scale_id,
        scored.respondent,
        (scored.level - spread.mean) / nullif(spread.deviation, 0) as severity
    from scored
    inner join spread on scored.scale_id = spread.scale_id and scored.respondent = spread.respondent
)

select * from standardised
