-- One row per scale that stands for its instrument: the main one, or every one where none is the main one.
with mains as (
    select instrument_id
    from marts.dim_scales
    where scale_id = instrument_id
),

low_totals as (
    select
        scale_id,
        min(threshold) as low_total
    from marts.dim_scale_thresholds
    where kind = 'low_total'
    group by scale_id
)

select
    scales.scale_id,
    scales.scale_name,
    scales.construct,
    scales.minimum,
    scales.maximum,
    scales.higher_is,
    scales.reliable_change,
    scales.reliable_change_operator,
    scales.reliable_change_source,
    scales.clinical_cutoff,
    scales.clinical_cutoff_operator,
    scales.clinical_cutoff_source,
    low_totals.low_total
from marts.dim_scales as scales
left join mains on scales.instrument_id = mains.instrument_id
left join low_totals on scales.scale_id = low_totals.scale_id
where mains.instrument_id is null or scales.scale_id = scales.instrument_id
order by scales.scale_id
