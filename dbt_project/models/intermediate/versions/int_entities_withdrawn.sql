with quarantine as (
    select * from {{ ref('stg_landing__quarantine') }}
),

{# Named one by one, so that dbt sees every dependency. #}
{%- set feeds_read = [
    ('clients', ref('stg_landing__clients'), ref('int_clients_versioned')),
    ('therapists', ref('stg_landing__therapists'), ref('int_therapists_versioned')),
    ('episodes', ref('stg_landing__episodes'), ref('int_episodes_versioned')),
    ('appointments', ref('stg_landing__appointments'), ref('int_appointments_versioned')),
    ('responses', ref('stg_landing__responses'), ref('int_responses_versioned')),
    ('actions', ref('stg_landing__actions'), ref('int_actions_versioned')),
] %}

withdrawn as (
    {% for feed, rows_read, versions in feeds_read -%}
        select * from {{ withdrawn_keys(
            feed, rows_read, versions, ref('int_deliveries_accepted'), ref('int_snapshots_completed'), 'quarantine'
        ) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from withdrawn
