{{ versioned('actions', ref('stg_landing__actions'), ref('int_deliveries_superseded')) }}
