-- A client's last word counts even if a later snapshot no longer lists them, or their own row is taken back.
with known_rows as (
    select * from {{ known(ref('stg_landing__clients')) }}
),

outdated as (
    select * from {{ ref('int_clients_versioned') }}
    where not is_current
),

current_rows as (
    select known_rows.*
    from known_rows
    anti join outdated
        on known_rows.delivery_key = outdated.delivery_key and known_rows.source_row = outdated.source_row
),

ever_opted_out as (
    select client_key
    from known_rows
    where consent = 'opted_out'
    group by client_key
),

opted_out as (
    select
        current_rows.client_key,
        current_rows.clinic_id
    from current_rows
    semi join ever_opted_out on current_rows.client_key = ever_opted_out.client_key
    where current_rows.consent = 'opted_out' or current_rows.is_withdrawn
)

select * from opted_out
