{{ config(materialized='view') }}

{{ dated_versions(
    'appointments', ref('stg_landing__appointments'), ref('int_appointments_versioned'), ref('int_entities_withdrawn'),
    ref('stg_landing__deliveries')
) }}
