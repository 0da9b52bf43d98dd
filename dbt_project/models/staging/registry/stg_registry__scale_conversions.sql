with registered as (
    select * from {{ registry_table('scale_conversions', source('registry', 'scale_conversions')) }}
),

renamed as (
    select
        scale_id,
        raw_sum,
        value as converted_score
    from registered
)

select * from renamed
