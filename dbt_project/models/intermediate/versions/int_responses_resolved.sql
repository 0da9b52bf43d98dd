{{ config(materialized='view') }}

{{ resolved_rows(
    'responses', ref('stg_landing__responses'), ref('int_responses_versioned'), ref('int_entities_withdrawn'),
    ref('int_episodes_opted_out')
) }}
