with receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
),

superseded as (
    select * from {{ ref('int_deliveries_superseded') }}
),

decided as (
    select * from {{ ref('int_deliveries_decided') }}
),

told as (
    select
        ---------- ids
        receipts.receipt_key,
        receipts.delivery_key,
        receipts.supersedes_delivery_key,
        receipts.batch_id,
        ---------- file
        receipts.clinic_id,
        receipts.export_name,
        receipts.feed,
        receipts.file_name,
        receipts.file_sha256,
        cast(receipts.file_bytes as bigint) as file_bytes,
        receipts.file_modified_at,
        ---------- reading
        receipts.mapping_fingerprint,
        receipts.mode,
        receipts.dialect,
        coalesce(decided.status, receipts.status) as status,
        receipts.refusal_rule,
        receipts.refusal_message,
        cast(receipts.rows_received as integer) as rows_received,
        receipts.status = 'accepted' and superseded.delivery_key is not null as is_superseded,
        ---------- archive
        receipts.archive_name,
        receipts.archive_sha256,
        ---------- decision
        decided.decision,
        decided.decided_by,
        decided.decision_reason,
        decided.decided_at,
        ---------- times
        receipts.exported_at,
        receipts.exported_at_basis,
        receipts.received_at
    from receipts
    left join superseded on receipts.delivery_key = superseded.delivery_key
    left join decided on receipts.receipt_key = decided.receipt_key
)

select * from told
