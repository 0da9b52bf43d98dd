{{ config(
    severity='warn',
    meta={
        'dagster': {'ref': {'name': 'dim_instruments'}},
        'remedy':
            "Put the instrument's file back into instruments/ (each run keeps what it used under runs/), or " ~
            "leave it so: the forms keep their answers and have no score."
    }
) }}
-- A form of an instrument whose file has gone keeps its answers and gets no score.
select scores.response_key
from {{ ref('int_responses_scored') }} as scores
anti join {{ ref('dim_instruments') }} as instruments on scores.instrument_id = instruments.instrument_id
