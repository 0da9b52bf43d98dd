-- One row per decision and reason of the week: of how many clinics' figures the network was shown what.
select
    decision,
    coalesce(reason, '') as reason,
    count(*) as figures,
    count(distinct clinic_id) as clinics
from marts.disclosure_log
where week = (select max(latest.week) from marts.disclosure_log as latest) and clinic_id != 'all'
group by decision, reason
order by list_position(['withheld', 'repeated', 'released'], decision), reason
