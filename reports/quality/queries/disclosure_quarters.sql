-- One row per decision and reason about the latest closed quarter: of how many groups the network was shown what.
select
    quarter,
    decision,
    coalesce(reason, '') as reason,
    count(*) as figures,
    count(distinct measure_id) as measures
from marts.disclosure_log_quarters
where quarter = (select max(latest.quarter) from marts.disclosure_log_quarters as latest)
group by quarter, decision, reason
order by decision desc, figures desc, reason
