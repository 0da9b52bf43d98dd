with registered as (
    select * from {{ registry_table('scales', source('registry', 'scales')) }}
),

renamed as (
    select
        scale_id,
        instrument_id,
        name as scale_name,
        construct,
        method,
        cast(multiply_by as double) as multiply_by,
        signed_items,
        item_count,
        item_units,
        reversal_sum,
        minimum,
        maximum,
        higher_is,
        rounding,
        max_missing,
        missing_source,
        takes_declared_total,
        is_main,
        is_fractional,
        reliable_change,
        reliable_change_operator,
        reliable_change_source,
        is_scored,
        keeps_declared_total,
        optional_items,
        imputation,
        item_groups,
        evidence,
        shown_as_name,
        shown_as_minimum,
        shown_as_maximum
    from registered
)

select * from renamed
