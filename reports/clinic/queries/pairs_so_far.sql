-- One row per clinic, scale, respondent, first and latest score and verdict: open courses with two forms or more.
select
    outcomes.clinic_id,
    outcomes.scale_id,
    outcomes.respondent,
    outcomes.first_score,
    outcomes.last_score,
    coalesce(outcomes.reliable_change, 'unknown') as verdict,
    count(*) as courses
from marts.fct_outcomes as outcomes
inner join marts.fct_caseload as caseload
    on outcomes.clinic_id = caseload.clinic_id and outcomes.episode_key = caseload.episode_key
where outcomes.is_paired
group by all
order by all
