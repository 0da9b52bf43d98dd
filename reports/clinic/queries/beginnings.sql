-- One row per clinic: its first course, and how many began in the last twelve months. A course begins with its
-- first session; where no appointments are sent, with its start.
select
    episodes.clinic_id,
    min(coalesce(episodes.first_attended_on, episodes.start_date)) as first_start,
    count(*) filter (
        where (episodes.sessions_attended > 0 or not clinics.has_appointment_data)
        and coalesce(episodes.first_attended_on, episodes.start_date)
        >= getvariable('week_end') - interval 12 month
    ) as begun
from marts.fct_episodes as episodes
inner join marts.dim_clinics as clinics on episodes.clinic_id = clinics.clinic_id
group by episodes.clinic_id
order by episodes.clinic_id
