{{ config(
    meta={
        'dagster': {'ref': {'name': 'dim_clients'}},
        'remedy':
            "It is a fault of Rapport, no clinic's: nothing of it was published. Tell whoever maintains " ~
            "Rapport the name of this check."
    }
) }}
-- Every mart about people hangs on dim_clients or fct_episodes.
select clients.client_key
from {{ ref('dim_clients') }} as clients
semi join {{ ref('int_clients_opted_out') }} as opted_out on clients.client_key = opted_out.client_key

union all

select episodes.client_key
from {{ ref('fct_episodes') }} as episodes
semi join {{ ref('int_clients_opted_out') }} as opted_out on episodes.client_key = opted_out.client_key
