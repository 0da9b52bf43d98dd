-- What has moved most since training.
select
    kind,
    name,
    now,
    in_training,
    difference,
    has_drifted
from marts.risk_drift
order by kind, abs(difference) desc, name
