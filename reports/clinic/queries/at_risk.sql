-- One row per open course in the week's risk list: risk, and the reasons where the model gives any.
select
    risk.clinic_id,
    risk.episode_key,
    risk.risk,
    risk.rank_in_clinic,
    risk.is_flagged,
    risk.weeks_flagged,
    risk.basis,
    risk.basis_reason,
    risk.reason_1,
    risk.reason_1_value,
    risk.reason_1_before,
    risk.reason_2,
    risk.reason_2_value,
    risk.reason_2_before,
    risk.reason_3,
    risk.reason_3_value,
    risk.reason_3_before,
    risk.outcome_scale_id,
    risk.alliance_scale_id
from marts.dropout_risk as risk
inner join marts.fct_caseload as caseload
    on risk.clinic_id = caseload.clinic_id and risk.episode_key = caseload.episode_key
where risk.week = (select max(latest.week) from marts.dropout_risk as latest)
order by risk.clinic_id asc, risk.rank_in_clinic asc nulls last, risk.episode_key asc
