with fields as (
    select
        clinic_id,
        export_name,
        feed,
        field,
        date_trunc('month', exported_at) as month,
        sum(row_count) as row_count,
        sum(missing) as missing,
        sum(other) as other,
        sum(defaulted) as defaulted
    from {{ ref('int_fields_counted') }}
    group by all
),

deliveries as (
    select * from {{ ref('int_deliveries_accepted') }}
),

-- A refused row has no landed value: what was wrong with it stands in quarantine, by the file's column.
refused as (
    select
        deliveries.clinic_id,
        deliveries.export_name,
        deliveries.feed,
        coalesce(mapped.field, quarantine.column_name) as field,
        date_trunc('month', deliveries.exported_at) as month,
        count(distinct hash(deliveries.delivery_key, quarantine.source_row)) as invalid
    from {{ ref('stg_landing__quarantine') }} as quarantine
    inner join deliveries on quarantine.receipt_key = deliveries.receipt_key
    left join {{ ref('stg_registry__export_columns') }} as mapped
        on deliveries.clinic_id = mapped.clinic_id
        and deliveries.export_name = mapped.export_name
        and quarantine.column_name = mapped.file_column
    where quarantine.column_name is not null
    group by all
),

profiled as (
    select
        coalesce(fields.clinic_id, refused.clinic_id) as clinic_id,
        coalesce(fields.export_name, refused.export_name) as export_name,
        coalesce(fields.feed, refused.feed) as feed,
        coalesce(fields.field, refused.field) as field,
        cast(coalesce(fields.month, refused.month) as date) as month,
        cast(coalesce(fields.row_count, 0) + coalesce(refused.invalid, 0) as bigint) as row_count,
        cast(
            coalesce(fields.row_count - fields.missing - fields.other - fields.defaulted, 0) as bigint
        ) as valid,
        cast(coalesce(fields.other, 0) as bigint) as other,
        cast(coalesce(fields.defaulted, 0) as bigint) as defaulted,
        cast(coalesce(refused.invalid, 0) as bigint) as invalid,
        cast(coalesce(fields.missing, 0) as bigint) as missing
    from fields
    full join refused
        on fields.clinic_id = refused.clinic_id
        and fields.export_name = refused.export_name
        and fields.feed = refused.feed
        and fields.field = refused.field
        and fields.month = refused.month
)

select * from profiled
where row_count > 0
