{{ config(
    meta={
        'dagster': {'ref': {'name': 'int_responses_scored'}},
        'remedy':
            "See whether an instrument's file in instruments/ was changed to a narrower range after its forms " ~
            "had landed, and put the range back. If not, it is a fault of Rapport: tell whoever maintains it."
    }
) }}
-- Out-of-range answers and totals are refused at the door, never clipped.
select
    scores.response_key,
    scores.scale_id
from {{ ref('int_responses_scored') }} as scores
inner join {{ ref('dim_scales') }} as scales on scores.scale_id = scales.scale_id
where
    {{ millionths('scores.score') }} < {{ millionths('scales.minimum') }}
    or {{ millionths('scores.score') }} > {{ millionths('scales.maximum') }}
