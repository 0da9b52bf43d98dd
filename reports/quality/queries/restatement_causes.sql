-- One row per cause: how many figures of how many clinics the latest run tells otherwise because of it.
select
    cause,
    any_value(earlier_week) as earlier_week,
    count(*) as figures,
    count(distinct clinic_id) as clinics,
    max(abs(value - earlier_value)) as largest_change
from audit.restatements
where week = (select arg_max(runs.week, runs.published_at) from meta.runs as runs)
group by cause
order by figures desc, cause
