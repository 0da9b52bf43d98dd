{{ config(materialized='view') }}

with forms as (
    select * from {{ ref('int_forms_expected') }}
),

told as (
    select
        clinic_id,
        episode_key,
        instrument_id,
        respondent,
        session_number,
        due_on,
        state,
        reason,
        response_key
    from forms
)

select * from told
