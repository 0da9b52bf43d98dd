{{ config(
    meta={
        'dagster': {'ref': {'name': 'fct_dropout_definitions'}},
        'remedy':
            "It is a fault of Rapport, no clinic's: nothing of it was published. Tell whoever maintains " ~
            "Rapport the name of this check."
    }
) }}
-- No definition forgets an episode, not even one that it doesn't apply to.
with counts as (
    select
        (select count(*) from {{ ref('fct_dropout_definitions') }}) as judged,
        (select count(*) from {{ ref('fct_episodes') }})
        * (select count(*) from {{ ref('dim_dropout_definitions') }}) as due
)

select *
from counts
where judged != due
