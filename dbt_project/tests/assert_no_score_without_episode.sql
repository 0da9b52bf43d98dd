{{ config(
    meta={
        'dagster': {'ref': {'name': 'int_responses_scored'}},
        'remedy':
            "It is a fault of Rapport, no clinic's: nothing of it was published. Tell whoever maintains " ~
            "Rapport the name of this check."
    }
) }}
-- A form whose episode isn't there waits in audit.waiting_responses instead.
select scores.response_key
from {{ ref('int_responses_scored') }} as scores
anti join {{ ref('fct_episodes') }} as episodes on scores.episode_key = episodes.episode_key
