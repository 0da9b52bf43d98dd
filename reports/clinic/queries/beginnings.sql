-- One row per clinic: its first course, and how many began in the last twelve months.
select
    clinic_id,
    min(coalesce(first_attended_on, start_date)) as first_start,
    count(*) filter (
        where coalesce(first_attended_on, start_date) >= getvariable('week_end') - interval 12 month
    ) as begun
from marts.fct_episodes
group by clinic_id
order by clinic_id
