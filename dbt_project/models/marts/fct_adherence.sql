with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

forms as (
    select
        episode_key,
        cast(count(*) as integer) as forms_expected,
        cast(count(*) filter (state in ('received', 'late')) as integer) as forms_completed
    from {{ ref('int_forms_expected') }}
    group by episode_key
),

scales as (
    select * from {{ ref('int_scales_prepared') }}
    where construct = 'adherence'
),

-- Scales of homework adherence differ in range: as a share of the way from the worst score to the best.
homework_scores as (
    select
        scores.episode_key,
        scores.respondent,
        case
            when scales.higher_is = 'better'
                then {{ millionths('(scores.score - scales.minimum) / (scales.maximum - scales.minimum)') }}
            else {{ millionths('(scales.maximum - scores.score) / (scales.maximum - scales.minimum)') }}
        end as adherence
    from {{ ref('int_scores_windowed') }} as scores
    inner join scales on scores.scale_id = scales.scale_id
    where scores.is_main
),

homework_means as (
    select
        episode_key,
        respondent,
        cast(sum(adherence) as double) / count(*) / 1e6 as mean_adherence
    from homework_scores
    group by episode_key, respondent
),

homework as (
    select
        episode_key,
        max(mean_adherence) filter (respondent = 'client') as homework_share_client,
        max(mean_adherence) filter (respondent = 'therapist') as homework_share_therapist,
        max(mean_adherence) filter (respondent = 'observer') as homework_share_observer
    from homework_means
    group by episode_key
),

counted as (
    select
        episodes.clinic_id,
        episodes.episode_key,
        episodes.sessions_attended,
        -- What the clinic itself called off wasn't the client's to keep.
        episodes.sessions_attended + episodes.no_shows + episodes.cancellations_by_client as sessions_due,
        case when episodes.has_appointment_data then coalesce(forms.forms_expected, 0) end as forms_expected,
        case when episodes.has_appointment_data then coalesce(forms.forms_completed, 0) end as forms_completed,
        homework.homework_share_client,
        homework.homework_share_therapist,
        homework.homework_share_observer
    from episodes
    left join forms on episodes.episode_key = forms.episode_key
    left join homework on episodes.episode_key = homework.episode_key
),

told as (
    select
        clinic_id,
        episode_key,
        sessions_attended,
        sessions_due,
        {{ share('sessions_attended', 'sessions_due') }} as attendance_share,
        forms_completed,
        forms_expected,
        {{ share('forms_completed', 'forms_expected') }} as form_completion_share,
        homework_share_client,
        homework_share_therapist,
        homework_share_observer
    from counted
)

select * from told
