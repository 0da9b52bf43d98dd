{{ orphaned_rows(
    ref('int_actions_resolved'), ref('int_episodes_resolved'), ['action_key', 'clinic_id', 'episode_key', 'kind']
) }}
