{{ versioned(
    'responses', ref('stg_landing__responses'), ref('int_deliveries_superseded'),
    conflict_on=['items', 'is_keyed', 'case when items is null then declared_total end']
) }}
