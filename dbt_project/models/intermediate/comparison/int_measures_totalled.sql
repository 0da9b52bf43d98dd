with results as (
    select * from {{ ref('int_courses_measured') }}
    where is_in_period
),

{{ events_and_forms() }},

of_courses as (
    select
        clinic_id,
        measure_id,
        measure,
        scale_id,
        respondent,
        count(*) filter (is_case) as numerator,
        count(*) as denominator,
        count(*) as course_count
    from results
    group by clinic_id, measure_id, measure, scale_id, respondent
),

-- Several appointments of one course aren't several independent ones: the sums tell by how much.
events_of_courses as (
    select
        clinic_id,
        measure,
        scale_id,
        respondent,
        episode_key,
        count(*) filter (is_case) as numerator,
        count(*) as denominator
    from events
    where {{ is_within_twelve_months('happened_on') }}
    group by clinic_id, measure, scale_id, respondent, episode_key
),

of_events as (
    select
        clinic_id,
        measure,
        scale_id,
        respondent,
        cast(sum(numerator) as bigint) as numerator,
        cast(sum(denominator) as bigint) as denominator,
        count(*) as course_count,
        cast(sum(numerator * numerator) as bigint) as numerator_squares,
        cast(sum(numerator * denominator) as bigint) as products,
        cast(sum(denominator * denominator) as bigint) as denominator_squares
    from events_of_courses
    group by clinic_id, measure, scale_id, respondent
),

-- Each course counts once, however many forms it has.
forms_of_courses as (
    select
        clinic_id,
        measure,
        scale_id,
        respondent,
        episode_key,
        count(*) as forms,
        cast(round(sum(score_millionths) / count(*)) as hugeint) as mean_millionths
    from points
    where {{ is_within_twelve_months('happened_on') }}
    group by clinic_id, measure, scale_id, respondent, episode_key
),

summed_forms as (
    select
        clinic_id,
        measure,
        scale_id,
        respondent,
        cast(sum(forms) as bigint) as denominator,
        count(*) as course_count,
        sum(mean_millionths) as mean_sum,
        count(*) * sum(mean_millionths * mean_millionths) - sum(mean_millionths) * sum(mean_millionths)
            as squares_around
    from forms_of_courses
    group by clinic_id, measure, scale_id, respondent
),

of_forms as (
    select
        * exclude (mean_sum, squares_around),
        cast(mean_sum as double) / course_count / 1e6 as mean,
        -- Of one course there is none.
        sqrt(cast(squares_around as double) / course_count / nullif(course_count - 1, 0)) / 1e6 as deviation
    from summed_forms
),

totalled as (
    select
        *,
        cast(null as bigint) as numerator_squares,
        cast(null as bigint) as products,
        cast(null as bigint) as denominator_squares,
        cast(null as double) as mean,
        cast(null as double) as deviation
    from of_courses

    union all by name

    select
        {{ measure_id() }} as measure_id,
        *
    from of_events

    union all by name

    select
        {{ measure_id() }} as measure_id,
        *
    from of_forms
)

select * from totalled
