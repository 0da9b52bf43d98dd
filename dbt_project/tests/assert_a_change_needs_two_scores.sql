{{ config(
    meta={
        'dagster': {'ref': {'name': 'fct_outcomes'}},
        'remedy':
            "It is a fault of Rapport, no clinic's: nothing of it was published. Tell whoever maintains " ~
            "Rapport the name of this check."
    }
) }}
-- With one score there is no last, no change and no class; with two there is a last and a change.
select episode_key
from {{ ref('fct_outcomes') }}
where
    is_paired != (score_count > 1)
    or is_paired != (last_score is not null)
    or is_paired != (change is not null)
    or (not is_paired and coalesce(reliable_change, clinical_change) is not null)
    or (is_paired and last_at < first_at)
