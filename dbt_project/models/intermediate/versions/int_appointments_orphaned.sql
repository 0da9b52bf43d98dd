with appointments as (
    select * from {{ ref('int_appointments_resolved') }}
),

episodes as (
    select episode_key from {{ ref('int_episodes_resolved') }}
),

orphaned as (
    select
        appointments.appointment_key,
        appointments.clinic_id,
        appointments.episode_key,
        appointments.delivery_key,
        appointments.batch_path,
        appointments.source_row,
        appointments.received_at
    from appointments
    anti join episodes on appointments.episode_key = episodes.episode_key
)

select * from orphaned
