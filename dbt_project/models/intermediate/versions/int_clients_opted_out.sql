-- A client's last word counts even if a later snapshot no longer lists them.
with known_rows as (
    select * from {{ known(ref('stg_landing__clients')) }}
),

outdated as (
    select * from {{ ref('int_clients_versioned') }}
    where not is_current
),

opted_out as (
    select
        known_rows.client_key,
        known_rows.clinic_id
    from known_rows
    anti join outdated
        on known_rows.delivery_key = outdated.delivery_key and known_rows.source_row = outdated.source_row
    where known_rows.consent = 'opted_out'
)

select * from opted_out
