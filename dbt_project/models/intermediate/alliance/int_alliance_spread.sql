with forms as (
    select * from {{ ref('int_alliance_sequenced') }}
),

clients as (
    select
        scale_id,
        respondent,
        client_key,
        count(*) as form_count,
        cast(sum(level) as hugeint) as level_sum,
        sum(cast(level as hugeint) * level) as square_sum
    from forms
    group by scale_id, respondent, client_key
    having count(*) > 1
),

-- Per client: the mean, and the sum of squares around it, from whole numbers.
described as (
    select
        *,
        cast(level_sum as double) / form_count as mean_level,
        cast(form_count * square_sum - level_sum * level_sum as double) / form_count as squares_within
    from clients
),

spread as (
    select
        scale_id,
        respondent,
        count(*) as client_count,
        cast(sum(form_count) as bigint) as form_count,
        cast(round(sqrt(sum(squares_within) / sum(form_count - 1))) as bigint) as within_sd,
        cast(round(stddev_samp(mean_level)) as bigint) as between_sd
    from described
    group by scale_id, respondent
),

compared as (
    select
        *,
        greatest(within_sd, between_sd) as criterion
    from spread
)

select * from compared
