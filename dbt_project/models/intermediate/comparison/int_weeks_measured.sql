with results as (
    select
        clinic_id,
        measure,
        scale_id,
        respondent,
        week_on as happened_on,
        is_case
    from {{ ref('int_courses_measured') }}
    where week_on is not null
),

{{ events_and_forms() }},

happened as (
    select * from results

    union all

    select
        clinic_id,
        measure,
        scale_id,
        respondent,
        happened_on,
        is_case
    from events
),

shares as (
    select
        clinic_id,
        measure,
        scale_id,
        respondent,
        cast(date_trunc('week', happened_on) as date) as week_start,
        count(*) filter (is_case) as numerator,
        count(*) as denominator,
        cast(null as double) as mean
    from happened
    where {{ is_within_chart('happened_on') }}
    group by all
),

means as (
    select
        clinic_id,
        measure,
        scale_id,
        respondent,
        cast(date_trunc('week', happened_on) as date) as week_start,
        cast(null as bigint) as numerator,
        count(*) as denominator,
        cast(sum(cast(score_millionths as hugeint)) as double) / count(*) / 1e6 as mean
    from points
    where {{ is_within_chart('happened_on') }}
    group by all
),

measured as (
    select
        {{ measure_id() }} as measure_id,
        *
    from shares

    union all

    select
        {{ measure_id() }} as measure_id,
        *
    from means
)

select * from measured
