with outcomes as (
    select * from {{ ref('int_outcomes_classified') }}
),

told as (
    select
        ---------- ids
        clinic_id,
        episode_key,
        scale_id,
        respondent,
        client_key,
        therapist_key,
        is_main,
        state,
        ---------- scores
        first_score,
        first_at,
        last_score,
        last_at,
        score_count,
        is_paired,
        ---------- change
        change,
        improvement,
        reliable_change,
        is_case_first,
        is_case_last,
        clinical_change
    from outcomes
)

select * from told
