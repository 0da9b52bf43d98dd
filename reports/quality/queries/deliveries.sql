-- One row per receipt of the seven days up to the run, with its account.
select
    deliveries.receipt_key,
    deliveries.clinic_id,
    deliveries.export_name,
    deliveries.feed,
    deliveries.file_name,
    deliveries.received_at,
    deliveries.status,
    deliveries.refusal_rule,
    deliveries.refusal_message,
    deliveries.rows_received,
    ledger.loaded,
    ledger.duplicate,
    ledger.quarantined,
    ledger.skipped,
    ledger.held,
    ledger.refused,
    ledger.is_balanced
from audit.deliveries as deliveries
left join audit.row_accounts as ledger on deliveries.receipt_key = ledger.receipt_key
where
    deliveries.received_at > getvariable('known_at') - interval 7 day
    and deliveries.received_at <= getvariable('known_at')
order by
    deliveries.clinic_id, deliveries.export_name, deliveries.received_at, deliveries.file_name,
    deliveries.receipt_key
