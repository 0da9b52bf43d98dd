with receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
    where mode = 'full'
),

counted as (
    select * from {{ ref('int_deliveries_accepted') }}
    where mode = 'full'
),

accounts as (
    select * from {{ ref('stg_landing__accounts') }}
),

recognisable_rows as (
    select
        receipt_key,
        sum(row_count) as row_count
    from accounts
    where state = 'landed'
    group by receipt_key

    union all

    select
        receipt_key,
        count(distinct source_row) as row_count
    from {{ ref('stg_landing__quarantine') }}
    where entity_key is not null
    group by receipt_key
),

taken as (
    select
        counted.clinic_id,
        counted.export_name,
        counted.feed,
        counted.exported_at,
        sum(coalesce(recognisable_rows.row_count, 0)) as row_count
    from counted
    left join recognisable_rows on counted.receipt_key = recognisable_rows.receipt_key
    group by counted.clinic_id, counted.export_name, counted.feed, counted.exported_at
),

-- A snapshot of which one file is still refused or held is incomplete: what it lacks may be in that file.
lacking as (
    select
        receipts.clinic_id,
        receipts.export_name,
        receipts.exported_at
    from receipts
    anti join counted
        on receipts.clinic_id = counted.clinic_id
        and receipts.export_name = counted.export_name
        and receipts.exported_at = counted.exported_at
        and receipts.file_sha256 = counted.file_sha256
    where receipts.status in ('refused', 'held')
),

complete as (
    select taken.*
    from taken
    anti join lacking
        on taken.clinic_id = lacking.clinic_id
        and taken.export_name = lacking.export_name
        and taken.exported_at = lacking.exported_at
    where taken.row_count > 0
)

select * from complete
