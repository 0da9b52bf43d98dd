{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'dim_instruments'}}}) }}
-- A form of an instrument whose file has gone keeps its answers and gets no score.
select scores.response_key
from {{ ref('int_responses_scored') }} as scores
anti join {{ ref('dim_instruments') }} as instruments on scores.instrument_id = instruments.instrument_id
