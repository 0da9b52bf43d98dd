with appointments as (
    select * from {{ ref('int_appointments_resolved') }}
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
        appointments.appointment_key,
        appointments.clinic_id,
        appointments.episode_key,
        receipts.receipt_key,
        receipts.export_name,
        receipts.file_name,
        appointments.source_row,
        appointments.received_at
    from appointments
    anti join episodes on appointments.episode_key = episodes.episode_key
    inner join receipts
        on appointments.delivery_key = receipts.delivery_key and appointments.batch_path = receipts.batch_path
)

select * from waiting
