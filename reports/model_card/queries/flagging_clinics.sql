-- How many flags of past weeks each clinic had: whether they hide each other in a table over all.
select
    clinic_id,
    count(*) as flagged
from marts.risk_outcomes
group by clinic_id
order by clinic_id
