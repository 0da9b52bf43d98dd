-- One row per thing that the dropout model sees, what has moved most since training first.
select
    kind,
    name,
    round(now, 2) as now,
    round(in_training, 2) as in_training,
    round(difference, 2) as difference,
    round("limit", 2) as allowed,
    rows as looked_at,
    has_drifted
from marts.risk_drift
order by has_drifted desc, kind asc, abs(difference) desc, name asc
