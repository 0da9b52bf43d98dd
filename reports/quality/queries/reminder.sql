-- One row per check that fails for a clinic, that is the clinic's to look at and that nobody has accepted.
select
    changes.clinic_id,
    changes.export_name,
    changes.check_id,
    changes.description,
    changes.details,
    changes.failed,
    changes.evaluated,
    changes.failing_since,
    changes.due_on,
    changes.is_overdue
from audit.check_changes as changes
inner join audit.checks as checks on changes.check_id = checks.check_id
where changes.change in ('new', 'persisting') and not changes.is_signed_off and checks.owner = 'clinic'
order by
    changes.clinic_id,
    changes.due_on nulls last,
    changes.source = 'door',
    changes.severity,
    changes.export_name,
    changes.check_id
