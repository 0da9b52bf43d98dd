{{ versioned('appointments', ref('stg_landing__appointments'), ref('int_deliveries_superseded')) }}
