{{ waiting_rows(
    ref('int_appointments_orphaned'), ref('stg_landing__deliveries'), ['appointment_key', 'clinic_id', 'episode_key']
) }}
