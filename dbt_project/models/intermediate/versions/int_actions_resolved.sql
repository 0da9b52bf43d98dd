{{ config(materialized='view') }}

{{ resolved_rows(
    'actions', ref('stg_landing__actions'), ref('int_actions_versioned'), ref('int_entities_withdrawn'),
    ref('int_episodes_opted_out')
) }}
