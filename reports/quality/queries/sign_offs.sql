-- One row per note, sign-off or decision that matters now: what is overdue first, then what is still to be answered.
select
    sign_off_number,
    kind,
    coalesce(check_id, '') as check_id,
    delivery_key,
    clinic_id,
    coalesce(export_name, '') as export_name,
    coalesce(file_name, '') as file_name,
    decision,
    signed_by,
    signed_on,
    holds_until,
    due_on,
    coalesce(note, '') as note,
    is_holding,
    is_overdue,
    is_chained
from audit.sign_offs
order by is_overdue desc, due_on nulls last, signed_on desc nulls last, sign_off_number
