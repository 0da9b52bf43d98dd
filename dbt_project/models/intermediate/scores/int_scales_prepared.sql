with scales as (
    select * from {{ ref('stg_registry__scales') }}
),

instruments as (
    select * from {{ ref('stg_registry__instruments') }}
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
        instruments.skipped_after,
        cast(round(instruments.item_minimum * instruments.item_units) as integer) as lowest_answer,
        cast(len(scales.signed_items) as integer) as scale_item_count,
        -- Every item of the form, in its order, as it was answered: there is nothing to turn or to fill.
        scales.signed_items = range(1, instruments.item_count + 1)
        and instruments.skipped_after is null as takes_answers_as_given,
        -- As a whole number of millionths, so that a score is one exact fraction.
        {{ millionths('scales.multiply_by') }} as multiply_by_millionths,
        conversions.conversion_from,
        conversions.converted_scores,
        -- By which of its scales a form as a whole is judged: the main one, else the first.
        row_number() over (
            partition by scales.instrument_id
            order by scales.is_main desc, scales.scale_id asc
        ) = 1 as judges_the_form
    from scales
    inner join instruments on scales.instrument_id = instruments.instrument_id
    left join conversions on scales.scale_id = conversions.scale_id
)

select * from prepared
