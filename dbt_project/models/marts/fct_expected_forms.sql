{{ config(materialized='view') }}

with forms as (
    select * from {{ ref('int_forms_expected') }}
),

episodes as (
    select
        episode_key,
        clinic_id
    from {{ ref('int_episodes_concluded') }}
),

told as (
    select
        episodes.clinic_id,
        forms.episode_key,
        forms.instrument_id,
        cast(forms.respondent as varchar) as respondent,
        forms.session_number,
        forms.due_on,
        cast(forms.state as varchar) as state,
        forms.reason,
        forms.response_key
    from forms
    inner join episodes on forms.episode_key = episodes.episode_key
)

select * from told
