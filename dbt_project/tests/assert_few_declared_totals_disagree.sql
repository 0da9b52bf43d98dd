{{ config(
    severity='warn',
    meta={
        'dagster': {'ref': {'name': 'int_checks_gathered'}},
        'remedy':
            "The quality report names clinic and export at WH-DECLARED-TOTAL. Compare a form as it was filled " ~
            "in with its row: set `keyed` of the export if the sender turns reversed items, name the right " ~
            "instrument if it is another version, or accept it: `rapport audit sign-off WH-DECLARED-TOTAL`."
    }
) }}
-- Plausibility: more of a clinic's totals differing from the items than the catalogue allows means a wrong key.
select
    clinic_id,
    failed,
    evaluated
from {{ ref('int_checks_gathered') }}
where check_id = 'WH-DECLARED-TOTAL' and not is_passed
