{{ orphaned_rows(
    ref('int_responses_resolved'), ref('int_episodes_resolved'), ['response_key', 'clinic_id', 'episode_key', 'instrument_id']
) }}
