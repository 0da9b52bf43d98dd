with receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
),

superseded as (
    select
        supersedes_delivery_key as delivery_key,
        min(received_at) as superseded_at
    from receipts
    where status = 'accepted' and supersedes_delivery_key is not null
    group by supersedes_delivery_key
)

select * from superseded
