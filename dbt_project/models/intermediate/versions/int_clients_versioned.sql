{{ versioned('clients', ref('stg_landing__clients'), ref('int_deliveries_superseded')) }}
