-- One row per account that doesn't balance, whenever the file was received.
select
    clinic_id,
    export_name,
    file_name,
    received_at,
    rows_received,
    loaded + duplicate + quarantined + skipped + held + refused as accounted
from audit.row_accounts
where not is_balanced
order by clinic_id, export_name, received_at, file_name, receipt_key
