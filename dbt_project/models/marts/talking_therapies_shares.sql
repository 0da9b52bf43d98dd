with courses as (
    select * from {{ ref('int_talking_therapies_judged') }}
),

ended as (
    select * from {{ ref('int_episodes_ended') }}
),

in_periods as (
    select
        courses.*,
        ended.quarter as period
    from courses
    inner join ended on courses.episode_key = ended.episode_key
    where courses.is_finished_course

    union all

    select
        courses.*,
        'rolling_12_months' as period
    from courses
    inner join ended on courses.episode_key = ended.episode_key
    where courses.is_finished_course and ended.is_recent
),

counted as (
    select
        coalesce(clinic_id, 'all') as clinic_id,
        period,
        count(*) as finished_courses,
        count(*) filter (has_paired_scores) as paired,
        count(*) filter (not is_case_start) as not_at_caseness,
        count(*) filter (is_caseness_unknown) as caseness_unknown,
        count(*) filter (is_in_recovery_denominator) as recovery_denominator,
        count(*) filter (is_recovered) as recovered,
        count(*) filter (is_reliably_recovered) as reliably_recovered,
        count(*) filter (is_reliably_improved) as reliably_improved,
        count(*) filter (is_reliably_deteriorated) as reliably_deteriorated,
        count(*) filter (has_no_reliable_change) as without_reliable_change,
        count(*) filter (is_reliably_improved is null) as change_unknown,
        count(*) filter (is_in_recovery_denominator and is_recovered is null) as recovery_unknown
    from in_periods
    group by grouping sets ((clinic_id, period), (period))
),

told as (
    select
        ---------- ids
        clinic_id,
        period,
        ---------- who is known
        finished_courses,
        paired,
        {{ share('paired', 'finished_courses') }} as pairing_share,
        not_at_caseness,
        caseness_unknown,
        ---------- recovery
        recovery_denominator,
        recovery_unknown,
        recovered,
        {{ share('recovered', 'recovery_denominator') }} as recovery_share,
        {{ wilson_lower('recovered', 'recovery_denominator') }} as recovery_lower_95,
        {{ wilson_upper('recovered', 'recovery_denominator') }} as recovery_upper_95,
        {{ share('(recovered + recovery_unknown)', 'recovery_denominator') }} as recovery_best_case,
        reliably_recovered,
        {{ share('reliably_recovered', 'recovery_denominator') }} as reliable_recovery_share,
        ---------- change
        change_unknown,
        reliably_improved,
        {{ share('reliably_improved', 'finished_courses') }} as improvement_share,
        {{ share('(reliably_improved + change_unknown)', 'finished_courses') }} as improvement_best_case,
        reliably_deteriorated,
        {{ share('reliably_deteriorated', 'finished_courses') }} as deterioration_share,
        {{ share('(reliably_deteriorated + change_unknown)', 'finished_courses') }} as deterioration_worst_case,
        without_reliable_change
    from counted
)

select * from told
