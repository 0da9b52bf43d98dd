with timed as (
    select * from {{ ref('int_courses_timed') }}
),

scales as (
    select scale_id from {{ ref('int_scales_prepared') }}
    where is_main
),

pairs as (
    select outcomes.*
    from {{ ref('int_outcomes_classified') }} as outcomes
    semi join scales on outcomes.scale_id = scales.scale_id
),

used as (
    select distinct
        clinic_id,
        scale_id,
        respondent
    from pairs
),

courses as (
    select
        *,
        cast(null as varchar) as scale_id,
        cast(null as varchar) as respondent
    from timed
),

-- A course without any form of a scale that its clinic uses has no pair either.
outcomes as (
    select
        timed.* exclude (state),
        used.scale_id,
        cast(used.respondent as varchar) as respondent,
        coalesce(pairs.is_paired, false) as is_paired,
        pairs.reliable_change,
        pairs.is_case_first,
        pairs.clinical_change
    from timed
    inner join used on timed.clinic_id = used.clinic_id
    left join pairs
        on timed.episode_key = pairs.episode_key
        and used.scale_id = pairs.scale_id
        and used.respondent = pairs.respondent
    where timed.is_ended
),

-- The composite is of two measures: of a clinic that uses only one of them it tells nothing, which isn't 0 %.
using_both as (
    select distinct clinic_id from {{ ref('int_talking_therapies_judged') }}
    where has_paired_scores
),

composites as (
    select
        courses.*,
        judged.is_in_recovery_denominator,
        judged.is_in_change_denominator,
        judged.is_recovered,
        judged.is_reliably_recovered,
        judged.is_reliably_improved,
        judged.is_reliably_deteriorated
    from {{ ref('int_talking_therapies_judged') }} as judged
    inner join courses on judged.episode_key = courses.episode_key
    semi join using_both on judged.clinic_id = using_both.clinic_id
),

alliances as (
    select
        timed.*,
        described.scale_id,
        cast(described.respondent as varchar) as respondent,
        described.is_low_last
    from {{ ref('int_alliance_described') }} as described
    inner join timed on described.episode_key = timed.episode_key
    semi join scales on described.scale_id = scales.scale_id
),

counted as (
    {% call(each) each_measure(['course']) %}
    select
        '{{ each.measure }}' as measure,
        clinic_id,
        episode_key,
        client_key,
        therapist_key,
        scale_id,
        respondent,
        {{ each.is_case }} as is_case,
        {{ each.period_on }} as period_on,
        {{ each.week_on }} as week_on
    from {{ each.source }}
    where {{ each.is_counted }}
    {% endcall %}
),

measured as (
    select
        {{ measure_id() }} as measure_id,
        *,
        {{ is_within_twelve_months('period_on') }} as is_in_period
    from counted
)

select * from measured
