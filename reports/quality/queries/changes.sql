-- One row per check, clinic and export that a person should look at: what fails, has just stopped to, or decays.
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
    trend_rule,
    note,
    due_on,
    is_overdue,
    signed_off_by,
    signed_off_until,
    is_signed_off
from audit.check_changes
order by
    is_signed_off, change = 'resolved', severity <> 'error', clinic_id, export_name, feed, check_id, source
