with standing as (
    select *
    from {{ standing_rows(
        'clients', ref('stg_landing__clients'), ref('int_clients_versioned'), ref('int_entities_withdrawn')
    ) }}
),

opted_out as (
    select * from {{ ref('int_clients_opted_out') }}
),

resolved as (
    select standing.*
    from standing
    anti join opted_out on standing.client_key = opted_out.client_key
)

select * from resolved
