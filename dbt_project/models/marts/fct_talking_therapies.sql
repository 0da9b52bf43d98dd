with courses as (
    select * from {{ ref('int_talking_therapies_judged') }}
),

told as (
    select
        clinic_id,
        episode_key,
        is_finished_course,
        phq9_first,
        phq9_last,
        gad7_first,
        gad7_last,
        has_paired_scores,
        is_case_start,
        is_caseness_unknown,
        is_case_end,
        is_recovered,
        is_reliably_improved,
        is_reliably_deteriorated,
        has_no_reliable_change,
        is_reliably_recovered,
        is_in_recovery_denominator,
        is_in_change_denominator
    from courses
)

select * from told
