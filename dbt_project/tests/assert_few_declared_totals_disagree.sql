{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'int_checks_measured'}}}) }}
-- Plausibility: more than one in a hundred of a clinic's totals differing from the items means a wrong key.
select
    clinic_id,
    failed,
    evaluated
from {{ ref('int_checks_measured') }}
where check_id = 'WH-DECLARED-TOTAL' and failed > threshold * evaluated
