{{ config(
    meta={
        'dagster': {'ref': {'name': 'row_accounts'}},
        'remedy':
            "`rapport ledger` names the files, `rapport audit verify` landed files that were changed since. " ~
            "If neither finds anything, it is a fault of Rapport: tell whoever maintains it."
    }
) }}
-- Every row of every file ends in exactly one state, and the warehouse holds exactly what the door landed.
select *
from {{ ref('row_accounts') }}
where not is_balanced
