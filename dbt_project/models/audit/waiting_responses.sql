with responses as (
    select * from {{ ref('int_responses_resolved') }}
),

episodes as (
    select episode_key from {{ ref('int_episodes_resolved') }}
),

receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
    where status = 'accepted'
),

waiting as (
    select
        responses.response_key,
        responses.clinic_id,
        responses.episode_key,
        responses.instrument_id,
        receipts.receipt_key,
        receipts.export_name,
        receipts.file_name,
        responses.source_row,
        responses.received_at
    from responses
    anti join episodes on responses.episode_key = episodes.episode_key
    inner join receipts
        on responses.delivery_key = receipts.delivery_key and responses.batch_path = receipts.batch_path
)

select * from waiting
