-- How flagged courses went on within 28 days, by what the clinic did within seven.
select
    clinic_id,
    handled,
    courses,
    dropped_out,
    kept_coming
from marts.risk_actions
order by clinic_id, handled
