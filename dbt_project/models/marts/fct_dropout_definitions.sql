{{ config(materialized='view') }}

with judged as (
    select * from {{ ref('int_dropout_judged') }}
),

told as (
    select
        clinic_id,
        episode_key,
        definition_id,
        is_dropout
    from judged
)

select * from told
