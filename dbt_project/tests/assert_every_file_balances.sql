{{ config(meta={'dagster': {'ref': {'name': 'row_accounts'}}}) }}
-- Every row of every file ends in exactly one state, and the warehouse holds exactly what the door landed.
select *
from {{ ref('row_accounts') }}
where not is_balanced
