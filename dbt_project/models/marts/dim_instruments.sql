with instruments as (
    select * from {{ ref('stg_registry__instruments') }}
),

described as (
    select
        instrument_id,
        instrument_name,
        licence,
        citation,
        cast(item_count as integer) as item_count,
        cast(item_minimum as double) as item_minimum,
        cast(item_maximum as double) as item_maximum,
        cast(item_units as integer) as item_units,
        cast(risk_items as integer[]) as risk_items,
        status,
        licence_required,
        licence_note,
        cast(age_from as integer) as age_from,
        cast(age_to as integer) as age_to,
        confirmed_by,
        cast(confirmed_on as date) as confirmed_on
    from instruments
)

select * from described
