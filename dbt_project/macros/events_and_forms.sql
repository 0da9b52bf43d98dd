{#
  What happens several times in a course, as two common table expressions: `events` (yes or no) and `points` (scores),
  one row per measure and appointment, expected form or filled-in form, with the day on which it happened.
#}
{% macro events_and_forms() -%}
clinics as (
    select clinic_id from {{ ref('int_clinics_covered') }}
    where has_appointment_data
),

appointments as (
    select
        appointments.clinic_id,
        appointments.episode_key,
        cast(null as varchar) as scale_id,
        cast(null as varchar) as respondent,
        appointments.scheduled_on as happened_on,
        appointments.status,
        appointments.is_attended
    from {{ ref('int_appointments_numbered') }} as appointments
    semi join clinics on appointments.clinic_id = clinics.clinic_id
    where not appointments.is_upcoming
),

expected_forms as (
    select
        episodes.clinic_id,
        forms.episode_key,
        cast(null as varchar) as scale_id,
        cast(null as varchar) as respondent,
        forms.due_on as happened_on,
        cast(forms.state as varchar) as form_state
    from {{ ref('int_forms_expected') }} as forms
    inner join {{ ref('int_episodes_concluded') }} as episodes on forms.episode_key = episodes.episode_key
    where forms.due_on < {{ week_end_date() }}
),

forms as (
    select
        episodes.clinic_id,
        scores.episode_key,
        scores.scale_id,
        cast(scores.respondent as varchar) as respondent,
        cast(scores.completed_at as date) as happened_on,
        scales.construct,
        {{ millionths('scores.score') }} as score_millionths
    from {{ ref('int_responses_scored') }} as scores
    inner join {{ ref('int_scales_prepared') }} as scales on scores.scale_id = scales.scale_id
    inner join {{ ref('int_episodes_concluded') }} as episodes on scores.episode_key = episodes.episode_key
    where
        scales.is_main
        and scales.construct in ('alliance', 'empathy')
        and scores.score is not null
        and scores.completed_at < {{ week_end() }}
),

events as (
    {% call(each) each_measure(['event']) %}
    select
        '{{ each.measure }}' as measure,
        clinic_id,
        episode_key,
        scale_id,
        respondent,
        happened_on,
        {{ each.is_case }} as is_case
    from {{ each.source }}
    where {{ each.is_counted }}
    {% endcall %}
),

points as (
    {% call(each) each_measure(['form']) %}
    select
        '{{ each.measure }}' as measure,
        clinic_id,
        episode_key,
        scale_id,
        respondent,
        happened_on,
        score_millionths
    from {{ each.source }}
    where {{ each.is_counted }}
    {% endcall %}
)
{%- endmacro %}
