-- One row per check that fails for a clinic, that is the clinic's to look at and that nobody has accepted.
with remedies as (
    select
        clinic_id,
        rule_id,
        arg_max(remedy, received_at) as remedy
    from audit.quarantine
    group by clinic_id, rule_id
)

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
    changes.is_overdue,
    remedies.remedy
from audit.check_changes as changes
inner join audit.checks as checks on changes.check_id = checks.check_id
left join remedies on changes.clinic_id = remedies.clinic_id and changes.check_id = remedies.rule_id
where changes.change in ('new', 'persisting') and not changes.is_signed_off and checks.owner = 'clinic'
order by
    changes.clinic_id,
    changes.due_on nulls last,
    changes.source = 'door',
    changes.severity,
    changes.export_name,
    changes.check_id
