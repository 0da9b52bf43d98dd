with registered as (
    select * from {{ registry_table('network', source('registry', 'network')) }}
),

renamed as (
    select
        network,
        timezone,
        contact_gap_days,
        minimum_publishable_reliability,
        minimum_count,
        minimum_clinics,
        is_simulated
    from registered
)

select * from renamed
