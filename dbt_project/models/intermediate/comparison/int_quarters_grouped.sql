{%- set breakdowns = [
    'modality', 'gender', 'age_band', 'ethnicity_group', 'language', 'employment', 'presenting_problem', 'programme'
] -%}
with groups as (
    select
        *,
        'all' as everybody
    from {{ ref('int_courses_grouped') }}
),

{{ events_and_forms() }},

-- A quarter's endings by contact gap are known once the longest gap has passed; late entries get four weeks more.
closed as (
    select date_trunc('quarter', {{ week_end() }} - (max(contact_gap_days) + 28) * interval 1 day) as closed_until
    from {{ ref('int_clinics_covered') }}
),

-- Left out: what needs more sessions than a quarter that has just closed allows, and what is about open courses.
happened as (
    select
        measure_id,
        measure,
        scale_id,
        respondent,
        episode_key,
        period_on as happened_on,
        is_case
    from {{ ref('int_courses_measured') }}
    where measure not in ('retained_6', 'retained_10', 'alliance_low')

    union all

    select
        {{ measure_id() }} as measure_id,
        measure,
        scale_id,
        respondent,
        episode_key,
        happened_on,
        is_case
    from events
),

-- One row per course, measure and quarter.
of_courses as (
    select
        happened.measure_id,
        happened.episode_key,
        year(happened.happened_on) || '-Q' || quarter(happened.happened_on) as quarter,
        any_value(happened.measure) as measure,
        any_value(happened.scale_id) as scale_id,
        any_value(happened.respondent) as respondent,
        count(*) filter (happened.is_case) as numerator,
        count(*) as denominator
    from happened
    cross join closed
    where
        happened.happened_on < closed.closed_until
        and happened.happened_on >= closed.closed_until - interval {{ 3 * var('released_quarters') }} month
    group by happened.measure_id, happened.episode_key, quarter
),

grouped as (
    select
        groups.clinic_id,
        of_courses.quarter,
        of_courses.measure_id,
        case
            when grouping(groups.everybody) = 0 then 'all'
            {% for breakdown in breakdowns -%}
                when grouping(groups.{{ breakdown }}) = 0 then '{{ breakdown }}'
            {% endfor -%}
        end as breakdown,
        coalesce(
            groups.everybody,
            {% for breakdown in breakdowns -%}
                groups.{{ breakdown }}{{ ',' if not loop.last }}
            {% endfor -%}
        ) as group_name,
        any_value(of_courses.measure) as measure,
        any_value(of_courses.scale_id) as scale_id,
        any_value(of_courses.respondent) as respondent,
        count(*) as course_count,
        cast(sum(of_courses.numerator) as bigint) as numerator,
        cast(sum(of_courses.denominator) as bigint) as denominator,
        cast(sum(of_courses.numerator * of_courses.numerator) as bigint) as numerator_squares,
        cast(sum(of_courses.numerator * of_courses.denominator) as bigint) as products,
        cast(sum(of_courses.denominator * of_courses.denominator) as bigint) as denominator_squares
    from of_courses
    inner join groups on of_courses.episode_key = groups.episode_key
    group by
        groups.clinic_id, of_courses.quarter, of_courses.measure_id,
        grouping sets (
            (groups.everybody),
            {% for breakdown in breakdowns -%}
                (groups.{{ breakdown }}){{ ',' if not loop.last }}
            {% endfor -%}
        )
)

select * from grouped
