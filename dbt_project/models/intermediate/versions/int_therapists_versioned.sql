{{ versioned('therapists', ref('stg_landing__therapists'), ref('int_deliveries_superseded')) }}
