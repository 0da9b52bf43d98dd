with registered as (
    select * from {{ registry_table('clinics', source('registry', 'clinics')) }}
),

renamed as (
    select
        clinic_id,
        name as clinic_name,
        timezone,
        contact_gap_days,
        has_appointments
    from registered
)

select * from renamed
