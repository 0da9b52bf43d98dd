{%- set by_client -%}
left join {{ ref('int_clients_opted_out') }} as opted_out on known_rows.client_key = opted_out.client_key
{%- endset -%}
{%- set by_episode -%}
left join {{ ref('int_episodes_opted_out') }} as opted_out on known_rows.episode_key = opted_out.episode_key
{%- endset -%}

with clients as (
    {{ counted_rows(
        'clients', ref('stg_landing__clients'), ref('int_clients_versioned'),
        "opted_out.client_key is not null or coalesce(known_rows.consent = 'opted_out', false)", by_client
    ) }}
),

therapists as (
    {{ counted_rows('therapists', ref('stg_landing__therapists'), ref('int_therapists_versioned'), 'false') }}
),

episodes as (
    {{ counted_rows(
        'episodes', ref('stg_landing__episodes'), ref('int_episodes_versioned'),
        'opted_out.client_key is not null', by_client
    ) }}
),

appointments as (
    {{ counted_rows(
        'appointments', ref('stg_landing__appointments'), ref('int_appointments_versioned'),
        'opted_out.episode_key is not null', by_episode
    ) }}
),

responses as (
    {{ counted_rows(
        'responses', ref('stg_landing__responses'), ref('int_responses_versioned'),
        'opted_out.episode_key is not null', by_episode
    ) }}
),

counted as (
    select * from clients
    union all
    select * from therapists
    union all
    select * from episodes
    union all
    select * from appointments
    union all
    select * from responses
)

select * from counted
