-- One row per file of a clinic that waits for a decision, or couldn't be taken in the seven days up to the run.
select
    clinic_id,
    file_name,
    status,
    any_value(refusal_rule order by received_at desc) as rule_id,
    any_value(refusal_message order by received_at desc) as message
from audit.deliveries
where
    (status = 'held' and decision is null)
    or (
        status = 'refused'
        and received_at > getvariable('known_at') - interval 7 day
        and received_at <= getvariable('known_at')
    )
group by clinic_id, file_name, status
order by clinic_id, status, file_name
