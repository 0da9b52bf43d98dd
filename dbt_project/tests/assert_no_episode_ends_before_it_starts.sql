{{ config(
    severity='warn',
    meta={
        'dagster': {'ref': {'name': 'fct_episodes'}},
        'remedy':
            "The quality report names clinic and export at end_is_not_before_start: ask the clinic to correct " ~
            "one of the two dates and to export these courses again."
    }
) }}
-- Plausibility: a slip of the pen in one of the two dates.
select episode_key
from {{ ref('fct_episodes') }}
where end_date < start_date
