with refused_rows as (
    select * from {{ ref('stg_landing__quarantine') }}
),

receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
),

conflicts as (
    select * from {{ ref('int_responses_versioned') }}
    where reason = 'ROW-CONFLICT'
),

accepted as (
    select * from receipts
    where status = 'accepted'
),

refused as (
    select
        refused_rows.receipt_key,
        refused_rows.delivery_key,
        refused_rows.clinic_id,
        refused_rows.export_name,
        refused_rows.feed,
        receipts.file_name,
        receipts.received_at,
        cast(refused_rows.source_row as integer) as source_row,
        refused_rows.rule_id,
        coalesce(refused_rows.column_name, '') as column_name,
        refused_rows.remedy
    from refused_rows
    inner join receipts on refused_rows.receipt_key = receipts.receipt_key
),

contested as (
    select
        accepted.receipt_key,
        accepted.delivery_key,
        accepted.clinic_id,
        accepted.export_name,
        accepted.feed,
        accepted.file_name,
        accepted.received_at,
        cast(conflicts.source_row as integer) as source_row,
        conflicts.reason as rule_id,
        '' as column_name,
        'Another row with the same key and the same export time holds different answers. Send the right one '
        || 'again with a later export time, or give each form a response_id of its own.' as remedy
    from conflicts
    inner join accepted
        on conflicts.delivery_key = accepted.delivery_key and conflicts.batch_path = accepted.batch_path
),

listed as (
    select * from refused
    union all
    select * from contested
)

select * from listed
