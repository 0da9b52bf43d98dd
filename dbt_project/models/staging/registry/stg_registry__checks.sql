with registered as (
    select * from {{ registry_table('checks', source('registry', 'checks')) }}
),

renamed as (
    select
        check_id,
        source,
        reason,
        severity,
        threshold,
        threshold_source,
        owner
    from registered
)

select * from renamed
