{{ config(materialized='view') }}

{{ resolved_rows(
    'appointments', ref('stg_landing__appointments'), ref('int_appointments_versioned'), ref('int_entities_withdrawn'),
    ref('int_episodes_opted_out')
) }}
