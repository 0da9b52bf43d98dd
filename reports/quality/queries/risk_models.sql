-- One row per clinic and basis of its dropout risk: a model's, or its base rate and why.
select
    clinic_id,
    basis,
    coalesce(basis_reason, '') as basis_reason,
    coalesce(model_version, '') as model_version,
    count(*) as courses,
    count(*) filter (where is_flagged) as flagged
from marts.dropout_risk
where week = (select max(latest.week) from marts.dropout_risk as latest)
group by clinic_id, basis, basis_reason, model_version
order by clinic_id, basis, basis_reason, model_version
