-- One row per clinic (and 'all') and session number, by the official definition of dropout.
select
    clinic_id,
    session_number,
    at_risk,
    dropped_out,
    completed,
    other,
    censored,
    survival_all,
    cif_dropout,
    cif_dropout_lower,
    cif_dropout_upper,
    cif_completed,
    cif_completed_lower,
    cif_completed_upper,
    cif_other
from marts.retention_curves
where definition_id = 'official'
order by clinic_id, session_number
