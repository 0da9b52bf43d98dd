-- Rules of the door that have ever refused a row of an export, counted in each of its receptions: a reception in
-- which none is refused is what resolves the finding.
with receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
    where status = 'accepted'
),

accounts as (
    select * from {{ ref('stg_landing__accounts') }}
    where state in ('landed', 'quarantined')
),

quarantine as (
    select * from {{ ref('stg_landing__quarantine') }}
),

receptions as (
    select
        receipts.clinic_id,
        receipts.export_name,
        receipts.feed,
        receipts.received_at,
        sum(accounts.row_count) as evaluated
    from receipts
    inner join accounts on receipts.receipt_key = accounts.receipt_key
    group by receipts.clinic_id, receipts.export_name, receipts.feed, receipts.received_at
),

refusals as (
    select
        receipts.clinic_id,
        receipts.export_name,
        receipts.feed,
        receipts.received_at,
        quarantine.rule_id,
        count(distinct hash(receipts.receipt_key, quarantine.source_row)) as failed
    from quarantine
    inner join receipts on quarantine.receipt_key = receipts.receipt_key
    group by receipts.clinic_id, receipts.export_name, receipts.feed, receipts.received_at, quarantine.rule_id
),

rules_of_exports as (
    select
        clinic_id,
        export_name,
        feed,
        rule_id,
        min(received_at) as first_seen_at
    from refusals
    group by clinic_id, export_name, feed, rule_id
),

counted as (
    select
        receptions.clinic_id,
        receptions.export_name,
        receptions.feed,
        rules_of_exports.rule_id,
        receptions.received_at,
        cast(receptions.evaluated as bigint) as evaluated,
        cast(coalesce(refusals.failed, 0) as bigint) as failed
    from receptions
    inner join rules_of_exports
        on receptions.clinic_id = rules_of_exports.clinic_id
        and receptions.export_name = rules_of_exports.export_name
        and receptions.feed = rules_of_exports.feed
        and receptions.received_at >= rules_of_exports.first_seen_at
    left join refusals
        on receptions.clinic_id = refusals.clinic_id
        and receptions.export_name = refusals.export_name
        and receptions.feed = refusals.feed
        and receptions.received_at = refusals.received_at
        and rules_of_exports.rule_id = refusals.rule_id
)

select * from counted
