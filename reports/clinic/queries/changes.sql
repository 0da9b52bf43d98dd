-- One row per clinic and kind of event: what the week has changed, by cause.
select
    clinic_id,
    kind,
    is_comparable,
    in_week,
    late,
    corrected,
    withdrawn,
    opted_out,
    earliest_on
from audit.week_changes
order by clinic_id, kind
