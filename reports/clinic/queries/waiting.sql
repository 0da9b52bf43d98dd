-- One row per clinic and feed: rows whose course hasn't arrived.
select
    clinic_id,
    'responses' as feed,
    count(*) as waiting
from audit.waiting_responses
group by clinic_id

union all

select
    clinic_id,
    'appointments' as feed,
    count(*) as waiting
from audit.waiting_appointments
group by clinic_id

union all

select
    clinic_id,
    'actions' as feed,
    count(*) as waiting
from audit.waiting_actions
group by clinic_id
order by clinic_id asc, feed desc
