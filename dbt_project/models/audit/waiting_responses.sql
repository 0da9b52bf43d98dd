{{ waiting_rows(
    ref('int_responses_orphaned'), ref('stg_landing__deliveries'), ['response_key', 'clinic_id', 'episode_key', 'instrument_id']
) }}
