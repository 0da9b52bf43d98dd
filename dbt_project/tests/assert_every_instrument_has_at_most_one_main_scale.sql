{{ config(meta={'dagster': {'ref': {'name': 'dim_scales'}}}) }}
-- Expected forms are judged by the main scale: two would count a form twice.
select instrument_id
from {{ ref('dim_scales') }}
where is_main
group by instrument_id
having count(*) > 1
