with known_rows as (
    select * from {{ known(ref('stg_landing__episodes')) }}
),

outdated as (
    select * from {{ ref('int_episodes_versioned') }}
    where not is_current
),

opted_out_clients as (
    select * from {{ ref('int_clients_opted_out') }}
),

opted_out as (
    select
        known_rows.episode_key,
        known_rows.clinic_id
    from known_rows
    semi join opted_out_clients on known_rows.client_key = opted_out_clients.client_key
    anti join outdated
        on known_rows.delivery_key = outdated.delivery_key and known_rows.source_row = outdated.source_row
)

select * from opted_out
