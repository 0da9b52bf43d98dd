{{ resolved_rows(
    'clients', ref('stg_landing__clients'), ref('int_clients_versioned'), ref('int_entities_withdrawn'),
    ref('int_clients_opted_out'), 'client_key'
) }}
