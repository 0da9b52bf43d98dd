{{ orphaned_rows(
    ref('int_appointments_resolved'), ref('int_episodes_resolved'), ['appointment_key', 'clinic_id', 'episode_key']
) }}
