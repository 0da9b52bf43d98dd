-- One row per clinic, feed and instrument: what has arrived before its course, and since when the oldest waits.
select
    clinic_id,
    'responses' as feed,
    instrument_id,
    count(*) as waiting,
    min(received_at) as since
from audit.waiting_responses
group by clinic_id, instrument_id

union all

select
    clinic_id,
    'appointments' as feed,
    null as instrument_id,
    count(*) as waiting,
    min(received_at) as since
from audit.waiting_appointments
group by clinic_id

union all

select
    clinic_id,
    'actions' as feed,
    null as instrument_id,
    count(*) as waiting,
    min(received_at) as since
from audit.waiting_actions
group by clinic_id
order by clinic_id, feed, instrument_id
