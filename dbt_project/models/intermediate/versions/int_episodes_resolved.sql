{{ resolved_rows(
    'episodes', ref('stg_landing__episodes'), ref('int_episodes_versioned'), ref('int_entities_withdrawn'),
    ref('int_episodes_opted_out')
) }}
