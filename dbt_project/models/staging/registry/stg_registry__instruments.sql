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
        risk_items,
        status,
        licence_required,
        licence_note,
        age_from,
        age_to,
        skipped_after,
        confirmed_by,
        confirmed_on
    from registered
)

select * from renamed
