{{ dated_versions(
    'episodes', ref('stg_landing__episodes'), ref('int_episodes_versioned'), ref('int_entities_withdrawn'),
    ref('stg_landing__deliveries')
) }}
