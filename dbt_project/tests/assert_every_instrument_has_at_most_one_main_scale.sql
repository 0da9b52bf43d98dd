{{ config(
    meta={
        'dagster': {'ref': {'name': 'dim_scales'}},
        'remedy':
            "Let only one scale in the instrument's file bear the instrument's own id."
    }
) }}
-- Expected forms are judged by the main scale: two would count a form twice.
select instrument_id
from {{ ref('dim_scales') }}
where is_main
group by instrument_id
having count(*) > 1
