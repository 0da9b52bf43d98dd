with waiting as (
    select * from {{ ref('int_actions_orphaned') }}
),

receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
    where status = 'accepted'
),

told as (
    select
        waiting.action_key,
        waiting.clinic_id,
        waiting.episode_key,
        waiting.kind,
        receipts.receipt_key,
        receipts.export_name,
        receipts.file_name,
        waiting.source_row,
        waiting.received_at
    from waiting
    inner join receipts
        on waiting.delivery_key = receipts.delivery_key and waiting.batch_path = receipts.batch_path
)

select * from told
