with registered as (
    select * from {{ registry_table('instruments', source('registry', 'instruments')) }}
),

renamed as (
    select
        instrument_id,
        name as instrument_name,
        licence,
        citation,
        item_count,
        item_minimum,
        item_maximum,
        item_units,
        risk_items
    from registered
)

select * from renamed
