-- One row per delivery that is held and that nobody has decided about yet.
select
    delivery_key,
    clinic_id,
    file_name,
    received_at,
    refusal_rule,
    refusal_message
from audit.deliveries
where status = 'held' and decision is null
order by clinic_id, received_at, delivery_key
