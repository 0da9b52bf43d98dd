{{ waiting_rows(
    ref('int_actions_orphaned'), ref('stg_landing__deliveries'), ['action_key', 'clinic_id', 'episode_key', 'kind']
) }}
