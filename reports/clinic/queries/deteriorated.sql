-- One row per open course, outcome scale and respondent: reliably worse at the latest form than at the first, where
-- that form is of the last twelve weeks.
select
    outcomes.clinic_id,
    outcomes.episode_key,
    outcomes.scale_id,
    outcomes.respondent,
    outcomes.first_score,
    outcomes.first_at,
    outcomes.last_score,
    outcomes.last_at,
    -outcomes.improvement as worse_by
from marts.fct_outcomes as outcomes
inner join marts.fct_caseload as caseload
    on outcomes.clinic_id = caseload.clinic_id and outcomes.episode_key = caseload.episode_key
inner join marts.dim_scales as scales on outcomes.scale_id = scales.scale_id
where
    outcomes.reliable_change = 'deteriorated'
    and outcomes.last_at >= getvariable('week_end') - interval 84 day
order by
    outcomes.clinic_id asc, (-outcomes.improvement) / (scales.maximum - scales.minimum) desc,
    outcomes.episode_key asc, outcomes.scale_id asc, outcomes.respondent asc
