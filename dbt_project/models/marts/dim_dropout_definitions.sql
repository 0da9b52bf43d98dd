with definitions as (
    select * from {{ ref('int_dropout_defined') }}
),

described as (
    select
        definition_id,
        definition_name,
        definition,
        cast(threshold as integer) as threshold,
        source,
        cast(place as integer) as place
    from definitions
)

select * from described
