{{ versioned('episodes', ref('stg_landing__episodes'), ref('int_deliveries_superseded')) }}
