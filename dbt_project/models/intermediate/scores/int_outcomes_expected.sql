{{ config(materialized='view') }}

with ended as (
    select * from {{ ref('int_episodes_ended') }}
),

outcomes as (
    select * from {{ ref('int_outcomes_classified') }}
),

scales as (
    select
        scales.scale_id,
        scales.reliable_change is not null as has_criterion,
        instruments.age_from,
        instruments.age_to
    from {{ ref('int_scales_prepared') }} as scales
    inner join {{ ref('stg_registry__instruments') }} as instruments
        on scales.instrument_id = instruments.instrument_id
),

-- A clinic uses a scale from its first scored form on.
used as (
    select
        clinic_id,
        scale_id,
        respondent,
        bool_or(is_main) as is_main
    from outcomes
    group by clinic_id, scale_id, respondent
),

expected as (
    select
        ended.clinic_id,
        ended.episode_key,
        ended.ended_on,
        ended.quarter,
        ended.is_recent,
        used.scale_id,
        used.respondent,
        used.is_main,
        scales.has_criterion,
        outcomes.episode_key is not null as is_measured,
        -- A form for another age isn't missing; who is of unknown age could have filled it in.
        outcomes.episode_key is not null
        or ended.age_at_start is null
        or ended.age_at_start between coalesce(scales.age_from, 0) and coalesce(scales.age_to, 999) as is_applicable,
        coalesce(outcomes.is_paired, false) as is_paired,
        outcomes.first_score,
        outcomes.improvement,
        outcomes.reliable_change,
        outcomes.is_case_first,
        outcomes.is_case_last,
        outcomes.clinical_change
    from ended
    inner join used on ended.clinic_id = used.clinic_id
    inner join scales on used.scale_id = scales.scale_id
    left join outcomes
        on ended.episode_key = outcomes.episode_key
        and used.scale_id = outcomes.scale_id
        and used.respondent = outcomes.respondent
)

select * from expected
