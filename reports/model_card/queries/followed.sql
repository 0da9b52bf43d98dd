-- How flagged courses went on within 28 days, by clinic and by what it did within seven.
select
    clinic_id,
    handled,
    courses,
    dropped_out,
    kept_coming
from marts.risk_actions
where clinic_id != 'all'
order by handled, clinic_id
