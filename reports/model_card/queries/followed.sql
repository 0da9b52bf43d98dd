-- How flagged courses of all clinics went on within 28 days, by what the clinic did within seven.
select
    handled,
    courses,
    dropped_out,
    kept_coming,
    completed,
    not_known_yet
from marts.risk_actions
where clinic_id = 'all'
order by handled
