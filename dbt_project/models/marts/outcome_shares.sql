with expected as (
    select * from {{ ref('int_outcomes_expected') }}
),

in_periods as (
    select
        *,
        quarter as period
    from expected

    union all

    select
        *,
        'rolling_12_months' as period
    from expected
    where is_recent
),

counted as (
    select
        coalesce(clinic_id, 'all') as clinic_id,
        scale_id,
        respondent,
        period,
        count(*) filter (is_applicable) as episodes_due,
        count(*) filter (not is_applicable) as not_applicable,
        count(*) filter (is_measured) as measured,
        count(*) filter (is_paired) as paired,
        count(*) filter (is_paired and has_criterion) as judged,
        count(*) filter (reliable_change = 'improved') as improved,
        count(*) filter (reliable_change = 'unchanged') as unchanged,
        count(*) filter (reliable_change = 'deteriorated') as deteriorated,
        bool_or(has_criterion) as has_criterion,
        count(*) filter (is_case_first is not null) as caseness_known,
        count(*) filter (is_case_first) as cases_first,
        count(*) filter (is_case_first and is_paired and has_criterion) as cases_paired,
        count(*) filter (clinical_change = 'recovered') as recovered,
        -- Whole sums, so that nothing depends on the order of adding.
        cast(sum({{ millionths('improvement') }}) as double) / nullif(count(improvement), 0) / 1e6
            as mean_improvement,
        sum({{ millionths('first_score') }}) filter (is_paired) as first_sum,
        sum(cast({{ millionths('first_score') }} as hugeint) * {{ millionths('first_score') }}) filter (is_paired)
            as first_square_sum
    from in_periods
    group by grouping sets ((clinic_id, scale_id, respondent, period), (scale_id, respondent, period))
),

derived as (
    select
        *,
        episodes_due - paired as unpaired,
        -- Who wasn't measured could have been a case.
        cases_first + episodes_due - measured as cases_possible,
        sqrt(
            cast(paired * first_square_sum - first_sum * first_sum as double) / nullif(paired * (paired - 1), 0)
        ) / 1e6 as first_sd
    from counted
),

told as (
    select
        ---------- ids
        clinic_id,
        scale_id,
        respondent,
        period,
        ---------- who is known
        episodes_due,
        not_applicable,
        measured,
        paired,
        {{ share('paired', 'episodes_due') }} as pairing_share,
        ---------- reliable change
        case when has_criterion then judged end as judged,
        case when has_criterion then improved end as improved,
        case when has_criterion then unchanged end as unchanged,
        case when has_criterion then deteriorated end as deteriorated,
        {{ share('improved', 'judged') }} as improved_share,
        {{ wilson_lower('improved', 'judged') }} as improved_lower_95,
        {{ wilson_upper('improved', 'judged') }} as improved_upper_95,
        case when has_criterion then {{ share('improved', 'episodes_due') }} end as improved_worst_case,
        case when has_criterion then {{ share('(improved + unpaired)', 'episodes_due') }} end as improved_best_case,
        {{ share('deteriorated', 'judged') }} as deteriorated_share,
        {{ wilson_lower('deteriorated', 'judged') }} as deteriorated_lower_95,
        {{ wilson_upper('deteriorated', 'judged') }} as deteriorated_upper_95,
        case when has_criterion then {{ share('(deteriorated + unpaired)', 'episodes_due') }} end
            as deteriorated_worst_case,
        case when has_criterion then {{ share('deteriorated', 'episodes_due') }} end as deteriorated_best_case,
        ---------- recovery
        case when caseness_known > 0 then cases_first end as cases_first,
        case when has_criterion and caseness_known > 0 then cases_paired end as cases_paired,
        case when has_criterion and caseness_known > 0 then recovered end as recovered,
        {{ share('recovered', 'cases_paired') }} as recovered_share,
        {{ wilson_lower('recovered', 'cases_paired') }} as recovered_lower_95,
        {{ wilson_upper('recovered', 'cases_paired') }} as recovered_upper_95,
        case when has_criterion and caseness_known > 0 then {{ share('recovered', 'cases_possible') }} end
            as recovered_worst_case,
        case
            when has_criterion and caseness_known > 0
                then {{ share('(recovered + cases_possible - cases_paired)', 'cases_possible') }}
        end as recovered_best_case,
        ---------- size of the change
        mean_improvement,
        first_sd,
        mean_improvement / nullif(first_sd, 0) as effect_size
    from derived
    where episodes_due > 0
)

select * from told
