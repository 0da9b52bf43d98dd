with registered as (
    select * from {{ ref('stg_registry__clinics') }}
),

network as (
    select * from {{ ref('stg_registry__network') }}
),

receipts as (
    select
        clinic_id,
        max(received_at) as last_received_at
    from {{ known(ref('stg_landing__deliveries')) }}
    group by clinic_id
),

appointments as (
    select
        clinic_id,
        min(cast(scheduled_at as date)) as appointments_from,
        max(cast(scheduled_at as date)) as appointments_until
    from {{ ref('int_appointments_resolved') }}
    where status != 'scheduled' and scheduled_at < {{ week_end() }}
    group by clinic_id
),

clinic_ids as (
    select clinic_id from registered
    union
    select clinic_id from receipts
),

covered as (
    select
        clinic_ids.clinic_id,
        coalesce(registered.clinic_name, clinic_ids.clinic_id) as clinic_name,
        coalesce(registered.timezone, network.timezone) as timezone,
        coalesce(registered.contact_gap_days, network.contact_gap_days) as contact_gap_days,
        registered.clinic_id is not null as is_registered,
        appointments.appointments_until is not null as has_appointment_data,
        appointments.appointments_from,
        appointments.appointments_until,
        receipts.last_received_at
    from clinic_ids
    cross join network
    left join registered on clinic_ids.clinic_id = registered.clinic_id
    left join receipts on clinic_ids.clinic_id = receipts.clinic_id
    left join appointments on clinic_ids.clinic_id = appointments.clinic_id
)

select * from covered
