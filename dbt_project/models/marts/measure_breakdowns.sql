{%- set breakdowns = [
    'modality', 'gender', 'age_band', 'ethnicity_group', 'language', 'employment', 'presenting_problem', 'programme'
] -%}
with groups as (
    select * from {{ ref('int_courses_grouped') }}
),

{{ events_and_forms() }},

-- One row per course and measure; a form's points are averaged within the course, so that each course counts once.
of_courses as (
    select
        measure_id,
        measure,
        scale_id,
        respondent,
        episode_key,
        cast(is_case as bigint) as numerator,
        cast(1 as bigint) as denominator,
        'courses' as counts
    from {{ ref('int_courses_measured') }}
    where is_in_period

    union all

    select
        {{ measure_id() }} as measure_id,
        measure,
        scale_id,
        respondent,
        episode_key,
        count(*) filter (is_case) as numerator,
        count(*) as denominator,
        'events' as counts
    from events
    where {{ is_within_twelve_months('happened_on') }}
    group by measure, scale_id, respondent, episode_key

    union all

    select
        {{ measure_id() }} as measure_id,
        measure,
        scale_id,
        respondent,
        episode_key,
        cast(round(cast(sum(score_millionths) as double) / count(*)) as bigint) as numerator,
        cast(1 as bigint) as denominator,
        'points' as counts
    from points
    where {{ is_within_twelve_months('happened_on') }}
    group by measure, scale_id, respondent, episode_key
),

counted as (
    select
        groups.clinic_id,
        of_courses.measure_id,
        case
            {% for breakdown in breakdowns -%}
                when grouping(groups.{{ breakdown }}) = 0 then '{{ breakdown }}'
            {% endfor -%}
        end as breakdown,
        coalesce(
            {% for breakdown in breakdowns -%}
                groups.{{ breakdown }}{{ ',' if not loop.last }}
            {% endfor -%}
        ) as group_name,
        count(*) as course_count,
        count(*) filter (groups.is_current) as current_count,
        cast(sum(of_courses.numerator) as hugeint) as numerator,
        cast(sum(of_courses.denominator) as hugeint) as denominator,
        sum(cast(of_courses.numerator as hugeint) * of_courses.numerator) as numerator_squares,
        sum(cast(of_courses.numerator as hugeint) * of_courses.denominator) as products,
        sum(cast(of_courses.denominator as hugeint) * of_courses.denominator) as denominator_squares
    from of_courses
    inner join groups on of_courses.episode_key = groups.episode_key
    group by
        groups.clinic_id, of_courses.measure_id,
        grouping sets (
            {% for breakdown in breakdowns -%}
                (groups.{{ breakdown }}){{ ',' if not loop.last }}
            {% endfor -%}
        )
),

sizes as (
    select
        clinic_id,
        case
            {% for breakdown in breakdowns -%}
                when grouping({{ breakdown }}) = 0 then '{{ breakdown }}'
            {% endfor -%}
        end as breakdown,
        coalesce(
            {% for breakdown in breakdowns -%}
                {{ breakdown }}{{ ',' if not loop.last }}
            {% endfor -%}
        ) as group_name,
        count(*) as group_courses
    from groups
    where is_current
    group by
        clinic_id,
        grouping sets (
            {% for breakdown in breakdowns -%}
                ({{ breakdown }}){{ ',' if not loop.last }}
            {% endfor -%}
        )
),

measures as (
    select
        measure_id,
        any_value(measure) as measure,
        any_value(scale_id) as scale_id,
        any_value(respondent) as respondent,
        any_value(counts) as counts
    from of_courses
    group by measure_id
),

sized as (
    select
        counted.*,
        coalesce(sizes.group_courses, 0) as group_courses
    from counted
    left join sizes
        on counted.clinic_id = sizes.clinic_id
        and counted.breakdown = sizes.breakdown
        and counted.group_name = sizes.group_name
),

-- The network's groups are those of the clinics that know the measure.
everywhere as (
    select * from sized

    union all by name

    select
        'all' as clinic_id,
        measure_id,
        breakdown,
        group_name,
        cast(sum(course_count) as hugeint) as course_count,
        cast(sum(current_count) as hugeint) as current_count,
        cast(sum(numerator) as hugeint) as numerator,
        cast(sum(denominator) as hugeint) as denominator,
        cast(sum(numerator_squares) as hugeint) as numerator_squares,
        cast(sum(products) as hugeint) as products,
        cast(sum(denominator_squares) as hugeint) as denominator_squares,
        cast(sum(group_courses) as hugeint) as group_courses
    from sized
    group by measure_id, breakdown, group_name
),

-- Appointments and forms of one course aren't independent: the ratio's variance is that between courses.
described as (
    select
        everywhere.*,
        measures.* exclude (measure_id),
        cast(everywhere.numerator as double) / everywhere.denominator as ratio,
        sqrt(
            cast(
                everywhere.numerator_squares * everywhere.denominator * everywhere.denominator
                - 2 * everywhere.products * everywhere.numerator * everywhere.denominator
                + everywhere.denominator_squares * everywhere.numerator * everywhere.numerator as double
            )
            / power(cast(everywhere.denominator as double), 4)
            * everywhere.course_count / nullif(everywhere.course_count - 1, 0)
        ) as standard_error
    from everywhere
    inner join measures on everywhere.measure_id = measures.measure_id
),

bounded as (
    select
        *,
        {{ student_975('nullif(course_count - 1, 0)') }} as student,
        {{ effective_events('ratio', 'standard_error', 'denominator', 'nullif(course_count, 1)') }} as effective
    from described
),

told as (
    select
        ---------- ids
        clinic_id,
        measure_id,
        breakdown,
        group_name,
        measure,
        scale_id,
        respondent,
        ---------- of whom
        cast(group_courses as bigint) as group_courses,
        cast(course_count as bigint) as course_count,
        cast(greatest(group_courses - current_count, 0) as bigint) as not_applicable,
        ---------- what
        case when counts != 'points' then cast(numerator as bigint) end as numerator,
        case when counts != 'points' then cast(denominator as bigint) end as denominator,
        case when counts = 'points' then ratio / 1e6 else ratio end as measured_value,
        case counts
            when 'courses' then {{ wilson_lower('numerator', 'denominator') }}
            when 'events' then case when course_count > 2 then {{ wilson_lower('ratio * effective', 'effective') }} end
            else case when course_count > 2 then (ratio - student * standard_error) / 1e6 end
        end as lower_95,
        case counts
            when 'courses' then {{ wilson_upper('numerator', 'denominator') }}
            when 'events' then case when course_count > 2 then {{ wilson_upper('ratio * effective', 'effective') }} end
            else case when course_count > 2 then (ratio + student * standard_error) / 1e6 end
        end as upper_95
    from bounded
)

select * from told
