-- One row per clinic: what became of the appointments of courses that were open in the last twelve months.
select
    episodes.clinic_id,
    sum(episodes.sessions_attended) as attended,
    sum(episodes.no_shows) as no_shows,
    sum(episodes.cancellations) as cancellations
from marts.fct_episodes as episodes
inner join marts.dim_clinics as clinics on episodes.clinic_id = clinics.clinic_id
where
    clinics.has_appointment_data
    and coalesce(episodes.ended_on, date '9999-12-31') >= getvariable('week_end') - interval 12 month
group by episodes.clinic_id
order by episodes.clinic_id
