-- One row per clinic: forms whose course hasn't arrived.
select
    clinic_id,
    count(*) as waiting
from audit.waiting_responses
group by clinic_id
order by clinic_id
