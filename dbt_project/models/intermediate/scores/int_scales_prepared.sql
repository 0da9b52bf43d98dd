with scales as (
    select * from {{ ref('stg_registry__scales') }}
),

conversions as (
    select
        scale_id,
        min(raw_sum) as conversion_from,
        list(converted_score order by raw_sum) as converted_scores
    from {{ ref('stg_registry__scale_conversions') }}
    group by scale_id
),

prepared as (
    select
        scales.*,
        len(scales.signed_items) as scale_item_count,
        -- As a whole number of millionths, so that a score is one exact fraction.
        {{ millionths('scales.multiply_by') }} as multiply_by_millionths,
        conversions.conversion_from,
        conversions.converted_scores
    from scales
    left join conversions on scales.scale_id = conversions.scale_id
)

select * from prepared
