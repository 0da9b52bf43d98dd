with registered as (
    select * from {{ registry_table('protocol', source('registry', 'protocol')) }}
),

renamed as (
    select
        clinic_id,
        instrument_id,
        respondent,
        every_session,
        at_sessions
    from registered
)

select * from renamed
