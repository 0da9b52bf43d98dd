{{ config(
    meta={
        'dagster': {'ref': {'name': 'fct_episodes'}},
        'remedy':
            "It is a fault of Rapport, no clinic's: nothing of it was published. Tell whoever maintains " ~
            "Rapport the name of this check."
    }
) }}
-- Events before the week's end; what is dated later appears only as a booking.
select episode_key
from {{ ref('fct_episodes') }}
where
    start_date >= {{ week_end_date() }}
    or end_date >= {{ week_end_date() }}
    or last_attended_on >= {{ week_end_date() }}
    or next_appointment_at < {{ week_end() }}

union all

select episode_key
from {{ ref('int_responses_scored') }}
where completed_at >= {{ week_end() }}
