-- One row per measure of how well the dropout model in force foretells, on later weeks and in other clinics.
select
    validation.metric,
    max(round(validation.value, 2)) filter (where validation.scheme = 'later_weeks') as later_value,
    max(round(validation.lower, 2)) filter (where validation.scheme = 'later_weeks') as later_lower,
    max(round(validation.upper, 2)) filter (where validation.scheme = 'later_weeks') as later_upper,
    max(round(validation.value, 2)) filter (where validation.scheme = 'other_clinics') as other_value,
    max(round(validation.lower, 2)) filter (where validation.scheme = 'other_clinics') as other_lower,
    max(round(validation.upper, 2)) filter (where validation.scheme = 'other_clinics') as other_upper
from marts.risk_validation as validation
inner join marts.risk_models as models
    on validation.model_version = models.model_version and validation.predictor = models.kind
where
    models.is_in_force
    and validation.scope = 'network'
    and validation.metric in (
        'auc',
        'brier_skill',
        'calibration_in_the_large',
        'calibration_slope',
        'precision_at_budget',
        'recall_at_budget'
    )
group by validation.metric
order by list_position(
    [
        'auc',
        'brier_skill',
        'calibration_in_the_large',
        'calibration_slope',
        'precision_at_budget',
        'recall_at_budget'
    ],
    validation.metric
)
