with clients as (
    {{ counted_rows(
        'clients', ref('stg_landing__clients'), ref('int_clients_versioned'),
        ref('int_clients_opted_out'), 'client_key', "known_rows.consent = 'opted_out'"
    ) }}
),

therapists as (
    {{ counted_rows('therapists', ref('stg_landing__therapists'), ref('int_therapists_versioned')) }}
),

episodes as (
    {{ counted_rows(
        'episodes', ref('stg_landing__episodes'), ref('int_episodes_versioned'),
        ref('int_clients_opted_out'), 'client_key'
    ) }}
),

appointments as (
    {{ counted_rows(
        'appointments', ref('stg_landing__appointments'), ref('int_appointments_versioned'),
        ref('int_episodes_opted_out'), 'episode_key'
    ) }}
),

responses as (
    {{ counted_rows(
        'responses', ref('stg_landing__responses'), ref('int_responses_versioned'),
        ref('int_episodes_opted_out'), 'episode_key'
    ) }}
),

actions as (
    {{ counted_rows(
        'actions', ref('stg_landing__actions'), ref('int_actions_versioned'),
        ref('int_episodes_opted_out'), 'episode_key'
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
    union all
    select * from actions
)

select * from counted
