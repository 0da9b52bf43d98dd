-- One row per course that is open as far as is known: the people whom a list may name.
select
    clinic_id,
    episode_key,
    client_key,
    therapist_key,
    sessions_attended,
    no_shows,
    days_since_contact,
    referral_date,
    start_date,
    last_attended_on,
    next_booked_at,
    are_bookings_sent,
    has_attended_since
from marts.fct_caseload
order by clinic_id, episode_key
