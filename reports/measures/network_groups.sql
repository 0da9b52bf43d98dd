-- One row per measure, breakdown and group over the latest four closed quarters that are shown, as the network may see
-- them: shown figures put together, nothing else. A group that is withheld in one of the quarters is withheld.
with shown as (
    select * from marts.network_breakdowns
    where not is_withheld
),

quarters as (
    select
        measure_id,
        quarter
    from shown
    where breakdown = 'all'
    qualify row_number() over (partition by measure_id order by quarter desc) <= 4
),

asked as (
    select
        measure_id,
        count(*) as quarters,
        min(quarter) as first_quarter,
        max(quarter) as last_quarter
    from quarters
    group by measure_id
),

summed as (
    select
        told.measure_id,
        told.breakdown,
        told.group_name,
        any_value(told.measure) as measure,
        any_value(told.scale_id) as scale_id,
        count(*) filter (not told.is_withheld) as quarters_shown,
        sum(told.denominator) as denominator,
        sum(told.denominator * told.value) / sum(told.denominator) as value,
        sum(told.denominator / told.design_effect) as effective
    from marts.network_breakdowns as told
    semi join quarters on told.measure_id = quarters.measure_id and told.quarter = quarters.quarter
    group by told.measure_id, told.breakdown, told.group_name
)

select
    summed.measure_id,
    summed.breakdown,
    summed.group_name,
    summed.measure,
    summed.scale_id,
    asked.quarters,
    asked.first_quarter,
    asked.last_quarter,
    summed.quarters_shown < asked.quarters as is_withheld,
    cast(case when summed.quarters_shown = asked.quarters then summed.denominator end as bigint) as denominator,
    case when summed.quarters_shown = asked.quarters then round(summed.value, 2) end as value,
    case when summed.quarters_shown = asked.quarters then summed.effective end as effective
from summed
inner join asked on summed.measure_id = asked.measure_id
order by summed.measure_id, summed.breakdown, summed.group_name
