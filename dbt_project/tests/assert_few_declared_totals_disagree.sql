{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'int_checks_gathered'}}}) }}
-- Plausibility: more of a clinic's totals differing from the items than the catalogue allows means a wrong key.
select
    clinic_id,
    failed,
    evaluated
from {{ ref('int_checks_gathered') }}
where check_id = 'WH-DECLARED-TOTAL' and not is_passed
