-- One row per measure and clinic of the week whose figure the network wasn't shown as it stands, and why.
select
    measure_id,
    clinic_id,
    decision,
    coalesce(reason, '') as reason,
    coalesce(as_of, '') as as_of
from marts.disclosure_log
where week = (select max(latest.week) from marts.disclosure_log as latest) and decision != 'released'
order by measure_id, clinic_id
