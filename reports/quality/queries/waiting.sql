-- One row per clinic and instrument: forms whose course hasn't arrived, and since when the oldest waits.
select
    clinic_id,
    instrument_id,
    count(*) as waiting,
    min(received_at) as since
from audit.waiting_responses
group by clinic_id, instrument_id
order by clinic_id, instrument_id
