-- One row per measure and closed quarter of the whole network, as it may be seen: everything in it is released.
select
    measure_id,
    quarter,
    measure,
    scale_id,
    clinics,
    denominator,
    value,
    lower_95,
    upper_95
from marts.network_breakdowns
where breakdown = 'all' and not is_withheld
order by measure_id, quarter
