with registered as (
    select * from {{ registry_table('holidays', source('registry', 'holidays')) }}
),

renamed as (
    select
        clinic_id,
        first_on,
        last_on,
        name
    from registered
)

select * from renamed
