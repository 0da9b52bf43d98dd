-- One row per clinic: deliveries of the seven days up to the run, and those that weren't taken.
select
    clinic_id,
    count(*) as deliveries,
    count(*) filter (where status in ('refused', 'held')) as not_taken
from audit.deliveries
where received_at > getvariable('known_at') - interval 7 day and received_at <= getvariable('known_at')
group by clinic_id
order by clinic_id
