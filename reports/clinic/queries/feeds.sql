-- One row per clinic and feed: the latest export that was taken.
select
    clinic_id,
    feed,
    max(exported_at) as exported_at
from audit.deliveries
where status in ('accepted', 'redelivered')
group by clinic_id, feed
order by clinic_id, feed
