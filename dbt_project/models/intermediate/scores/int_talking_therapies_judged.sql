{%- set rules = var('talking_therapies') -%}
with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

pairs as (
    select * from {{ ref('int_outcomes_paired') }}
    where respondent = 'client'
),

depression as (
    select * from pairs
    where scale_id = '{{ rules.depression.scale_id }}'
),

anxiety as (
    select * from pairs
    where scale_id = '{{ rules.anxiety.scale_id }}'
),

-- Clinics that use neither measure have no place in this composite.
clinics as (
    select clinic_id from depression
    union
    select clinic_id from anxiety
),

measured as (
    select
        episodes.clinic_id,
        episodes.episode_key,
        episodes.state != 'open' and episodes.sessions_attended >= {{ rules.finished_course_contacts }}
            as is_finished_course,
        depression.first_score as phq9_first,
        depression.last_score as phq9_last,
        anxiety.first_score as gad7_first,
        anxiety.last_score as gad7_last,
        {{ millionths('depression.last_score') }} - {{ millionths('depression.first_score') }} as phq9_change,
        {{ millionths('anxiety.last_score') }} - {{ millionths('anxiety.first_score') }} as gad7_change
    from episodes
    semi join clinics on episodes.clinic_id = clinics.clinic_id
    left join depression on episodes.episode_key = depression.episode_key
    left join anxiety on episodes.episode_key = anxiety.episode_key
),

compared as (
    select
        *,
        {{ meets('phq9_first', "'>='", rules.depression.caseness) }}
        or {{ meets('gad7_first', "'>='", rules.anxiety.caseness) }} as is_case_start,
        {{ meets('phq9_last', "'>='", rules.depression.caseness) }}
        or {{ meets('gad7_last', "'>='", rules.anxiety.caseness) }} as is_case_end,
        phq9_change <= -{{ millionths(rules.depression.reliable_change) }}
        or gad7_change <= -{{ millionths(rules.anxiety.reliable_change) }} as has_fallen,
        phq9_change >= {{ millionths(rules.depression.reliable_change) }}
        or gad7_change >= {{ millionths(rules.anxiety.reliable_change) }} as has_risen
    from measured
),

judged as (
    select
        *,
        case when is_finished_course then is_case_start and not is_case_end end as is_recovered,
        case when is_finished_course then has_fallen and not has_risen end as is_reliably_improved,
        case when is_finished_course then has_risen and not has_fallen end as is_reliably_deteriorated
    from compared
),

told as (
    select
        ---------- ids
        clinic_id,
        episode_key,
        ---------- course and scores
        is_finished_course,
        phq9_first,
        phq9_last,
        gad7_first,
        gad7_last,
        phq9_change is not null and gad7_change is not null as has_paired_scores,
        ---------- caseness
        is_case_start,
        is_case_start is null as is_caseness_unknown,
        is_case_end,
        ---------- composite
        is_recovered,
        is_reliably_improved,
        is_reliably_deteriorated,
        not is_reliably_improved and not is_reliably_deteriorated as has_no_reliable_change,
        is_recovered and is_reliably_improved as is_reliably_recovered,
        ---------- denominators
        coalesce(is_finished_course, false) and coalesce(is_case_start, true) as is_in_recovery_denominator,
        coalesce(is_finished_course, false) as is_in_change_denominator
    from judged
)

select * from told
