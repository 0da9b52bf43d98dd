{{ config(
    meta={
        'dagster': {'ref': {'name': 'int_retention_counts'}},
        'remedy':
            "It is a fault of Rapport, no clinic's: nothing of it was published. Tell whoever maintains " ~
            "Rapport the name of this check."
    }
) }}
-- Who is at risk at a session and doesn't leave there is at risk at the next.
with steps as (
    select
        *,
        lag(at_risk - dropped_out - completed - other - censored) over (
            partition by clinic_id, definition_id
            order by session_number
        ) as left_over
    from {{ ref('int_retention_counts') }}
)

select *
from steps
where (session_number > 1 and at_risk != left_over) or (session_number = 1 and dropped_out + completed + other > 0)
