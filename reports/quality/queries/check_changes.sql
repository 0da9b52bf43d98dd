-- One row per check that fails, grows worse or has just stopped failing, what nobody has accepted first, and
-- what only single rows failed last, since those stand among the refused rows, too.
select
    clinic_id,
    export_name,
    feed,
    check_id,
    source,
    description,
    severity,
    evaluated,
    failed,
    details,
    change,
    failing_since,
    failing_weeks,
    note,
    noted_by,
    due_on,
    is_overdue,
    signed_off_by,
    is_signed_off
from audit.check_changes
order by
    coalesce(is_signed_off, false),
    list_position(['new', 'decaying', 'persisting', 'resolved'], change),
    source = 'door',
    severity,
    coalesce(is_overdue, false) desc,
    clinic_id,
    export_name,
    feed,
    check_id,
    source
