{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'fct_episodes'}}}) }}
-- Plausibility: a slip of the pen in one of the two dates.
select episode_key
from {{ ref('fct_episodes') }}
where end_date < start_date
