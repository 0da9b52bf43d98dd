-- Accepted, and not replaced by a later reading: the deliveries whose rows count as versions, each once.
with receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
),

superseded as (
    select * from {{ ref('int_deliveries_superseded') }}
),

accepted as (
    select
        receipts.delivery_key,
        receipts.receipt_key,
        receipts.clinic_id,
        receipts.export_name,
        receipts.feed,
        receipts.mode,
        receipts.exported_at,
        receipts.file_sha256,
        receipts.batch_path
    from receipts
    anti join superseded on receipts.delivery_key = superseded.delivery_key
    where receipts.status = 'accepted'
)

select * from accepted
