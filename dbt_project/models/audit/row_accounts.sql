with receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
),

accounts as (
    select * from {{ ref('stg_landing__accounts') }}
),

decided as (
    select * from {{ ref('int_deliveries_decided') }}
),

counted as (
    select * from {{ ref('int_rows_counted') }}
),

-- What the door said of each receipt.
at_the_door as (
    select
        receipt_key,
        coalesce(sum(row_count) filter (state = 'landed'), 0) as landed,
        coalesce(sum(row_count) filter (state = 'duplicate'), 0) as duplicate,
        coalesce(sum(row_count) filter (state = 'quarantined'), 0) as quarantined,
        coalesce(sum(row_count) filter (state = 'skipped'), 0) as skipped,
        coalesce(sum(row_count) filter (state = 'held'), 0) as held,
        coalesce(sum(row_count) filter (state = 'refused'), 0) as refused
    from accounts
    group by receipt_key
),

-- What became of the rows that it landed.
joined as (
    select
        receipts.*,
        coalesce(decided.status, receipts.status) as settled_status,
        coalesce(at_the_door.landed, 0) as landed_at_the_door,
        coalesce(counted.landed, 0) as landed_in_the_warehouse,
        coalesce(counted.loaded, 0) as loaded,
        coalesce(at_the_door.duplicate, 0)
        + coalesce(counted.read_again + counted.same_as_predecessor, 0)
        + coalesce(at_the_door.held, 0) * cast(coalesce(decided.status, '') = 'released' as integer) as duplicate,
        coalesce(at_the_door.quarantined, 0) + coalesce(counted.conflicting, 0) as quarantined,
        coalesce(at_the_door.skipped, 0) + coalesce(counted.opted_out, 0) as skipped,
        coalesce(at_the_door.held, 0) * cast(coalesce(decided.status, 'held') = 'held' as integer) as held,
        coalesce(at_the_door.refused, 0)
        + coalesce(at_the_door.held, 0) * cast(coalesce(decided.status, '') = 'refused' as integer) as refused
    from receipts
    left join at_the_door on receipts.receipt_key = at_the_door.receipt_key
    left join decided on receipts.receipt_key = decided.receipt_key
    left join counted
        on receipts.status = 'accepted'
        and receipts.delivery_key = counted.delivery_key
        and receipts.batch_path = counted.batch_path
        and receipts.feed = counted.feed
),

balanced as (
    select
        receipt_key,
        clinic_id,
        export_name,
        feed,
        file_name,
        received_at,
        settled_status as status,
        cast(rows_received as bigint) as rows_received,
        cast(loaded as bigint) as loaded,
        cast(duplicate as bigint) as duplicate,
        cast(quarantined as bigint) as quarantined,
        cast(skipped as bigint) as skipped,
        cast(held as bigint) as held,
        cast(refused as bigint) as refused,
        landed_at_the_door = landed_in_the_warehouse
        and loaded + duplicate + quarantined + skipped + held + refused = coalesce(rows_received, 0)
            as is_balanced
    from joined
)

select * from balanced
