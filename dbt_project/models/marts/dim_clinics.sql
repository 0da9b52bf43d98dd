with clinics as (
    select * from {{ ref('int_clinics_covered') }}
),

responses as (
    select
        clinic_id,
        max(cast(completed_at as date)) as responses_until
    from {{ ref('int_responses_scored') }}
    group by clinic_id
),

described as (
    select
        clinics.clinic_id,
        clinics.clinic_name,
        clinics.timezone,
        clinics.contact_gap_days,
        clinics.is_registered,
        clinics.has_appointment_data,
        clinics.appointments_until,
        responses.responses_until,
        clinics.last_received_at
    from clinics
    left join responses on clinics.clinic_id = responses.clinic_id
)

select * from described
