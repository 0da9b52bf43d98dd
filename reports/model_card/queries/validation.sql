-- Its validation, one row per scheme, predictor, scope, measure and threshold.
select
    scheme,
    predictor,
    scope,
    scope_value,
    metric,
    threshold,
    value,
    lower,
    upper,
    episodes,
    dropouts
from marts.risk_validation
order by scheme, predictor, scope, scope_value, metric, threshold
