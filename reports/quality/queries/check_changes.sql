-- One row per check that fails, grows worse or has just stopped failing, the gravest first.
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
    list_position(['new', 'persisting', 'decaying', 'resolved'], change), severity, clinic_id, export_name, feed,
    check_id, source
