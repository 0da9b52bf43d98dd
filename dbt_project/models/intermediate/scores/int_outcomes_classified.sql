with pairs as (
    select * from {{ ref('int_outcomes_paired') }}
),

scales as (
    select * from {{ ref('int_scales_prepared') }}
),

episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

clients as (
    select * from {{ ref('int_clients_resolved') }}
),

cutoffs as (
    select * from {{ ref('int_cutoffs_resolved') }}
),

known as (
    select
        pairs.*,
        scales.higher_is,
        scales.is_main,
        scales.reliable_change as reliable_change_points,
        scales.reliable_change_operator,
        episodes.state,
        episodes.therapist_key,
        clients.gender,
        episodes.age_at_start,
        episodes.start_date,
        clients.birth_year
    from pairs
    inner join scales on pairs.scale_id = scales.scale_id
    inner join episodes on pairs.episode_key = episodes.episode_key
    left join clients on pairs.client_key = clients.client_key
),

aged as (
    select
        *,
        {{ age_on('cast(first_at as date)', 'age_at_start', 'start_date', 'birth_year') }} as age_first,
        {{ age_on('cast(last_at as date)', 'age_at_start', 'start_date', 'birth_year') }} as age_last
    from known
),

judged as (
    select
        aged.*,
        {{ meets('aged.first_score', 'first_cutoffs.operator', 'first_cutoffs.threshold') }} as is_case_first,
        {{ meets('aged.last_score', 'last_cutoffs.operator', 'last_cutoffs.threshold') }} as is_case_last,
        {{ millionths('aged.last_score') }} - {{ millionths('aged.first_score') }} as change_millionths,
        {{ millionths('aged.reliable_change_points') }} as criterion_millionths
    from aged
    left join cutoffs as first_cutoffs
        on aged.scale_id = first_cutoffs.scale_id
        and aged.respondent = first_cutoffs.respondent
        and aged.gender is not distinct from first_cutoffs.gender
        and aged.age_first is not distinct from first_cutoffs.age
    left join cutoffs as last_cutoffs
        on aged.scale_id = last_cutoffs.scale_id
        and aged.respondent = last_cutoffs.respondent
        and aged.gender is not distinct from last_cutoffs.gender
        and aged.age_last is not distinct from last_cutoffs.age
),

turned as (
    select
        *,
        case when higher_is = 'better' then change_millionths else -change_millionths end as improvement_millionths
    from judged
),

compared as (
    select
        *,
        case
            when change_millionths is null or criterion_millionths is null then null
            when reliable_change_operator = '>='
                then case
                        when improvement_millionths >= criterion_millionths then 'improved'
                        when -improvement_millionths >= criterion_millionths then 'deteriorated'
                        else 'unchanged'
                    end
            when improvement_millionths > criterion_millionths then 'improved'
            when -improvement_millionths > criterion_millionths then 'deteriorated'
            else 'unchanged'
        end as reliable_change
    from turned
),

classified as (
    select
        clinic_id,
        episode_key,
        client_key,
        therapist_key,
        scale_id,
        respondent,
        is_main,
        state,
        first_score,
        first_at,
        last_score,
        last_at,
        score_count,
        is_paired,
        -- Without the noise of binary fractions: 29.9 - 24.9 is 5.
        round(last_score - first_score, 9) as change,
        round(case when higher_is = 'better' then last_score - first_score else first_score - last_score end, 9)
            as improvement,
        reliable_change,
        is_case_first,
        is_case_last,
        case
            when reliable_change = 'improved' and is_case_first and not is_case_last then 'recovered'
            else reliable_change
        end as clinical_change
    from compared
)

select * from classified
