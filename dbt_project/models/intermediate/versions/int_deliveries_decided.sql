-- A released file, or one whose mapping was mended, is read by a later run; from then on its rows are told of there,
-- and here count as read again.
with receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
),

decisions as (
    select * from {{ known(ref('stg_landing__decisions'), 'decided_at') }}
),

read_later as (
    select
        clinic_id,
        export_name,
        file_sha256,
        max(received_at) as read_at
    from receipts
    where status in ('accepted', 'refused')
    group by clinic_id, export_name, file_sha256
),

decided as (
    select
        receipts.receipt_key,
        decisions.decision,
        decisions.decided_by,
        decisions.reason as decision_reason,
        decisions.decided_at,
        case
            when decisions.decision = 'rejected' then 'refused'
            when read_later.read_at >= coalesce(decisions.decided_at, receipts.received_at) then 'released'
            else 'held'
        end as status
    from receipts
    left join decisions on receipts.delivery_key = decisions.delivery_key
    left join read_later
        on receipts.clinic_id = read_later.clinic_id
        and receipts.export_name = read_later.export_name
        and receipts.file_sha256 = read_later.file_sha256
    where
        receipts.status = 'held'
        and (decisions.delivery_key is not null or read_later.read_at > receipts.received_at)
)

select * from decided
