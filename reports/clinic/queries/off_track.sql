-- One row per open course and main outcome scale whose latest form of the last twelve weeks is worse than that of nine
-- in ten who began alike and had come as far.
with latest as (
    select
        scores.clinic_id,
        scores.episode_key,
        scores.scale_id,
        scores.respondent,
        max_by(scores.score, (scores.completed_at, scores.response_key)) as score,
        max_by(scores.session_number, (scores.completed_at, scores.response_key)) as session_number,
        max(scores.completed_at) as completed_at
    from marts.fct_scores as scores
    inner join marts.fct_caseload as caseload
        on scores.clinic_id = caseload.clinic_id and scores.episode_key = caseload.episode_key
    where
        scores.construct = 'outcome'
        and scores.score is not null
        and scores.completed_at < getvariable('week_end')
    group by scores.clinic_id, scores.episode_key, scores.scale_id, scores.respondent
)

select
    latest.clinic_id,
    latest.episode_key,
    latest.scale_id,
    latest.respondent,
    latest.score,
    latest.session_number,
    latest.completed_at,
    outcomes.first_score,
    outcomes.first_at,
    if(scales.higher_is = 'worse', bands.ninetieth, bands.tenth) as band,
    round(bands.median, 1) as median,
    bands.form_count
from latest
inner join marts.fct_outcomes as outcomes
    on
        latest.clinic_id = outcomes.clinic_id
        and latest.episode_key = outcomes.episode_key
        and latest.scale_id = outcomes.scale_id
        and latest.respondent = outcomes.respondent
inner join marts.dim_scales as scales on latest.scale_id = scales.scale_id
inner join marts.expected_response as bands
    on
        latest.scale_id = bands.scale_id
        and latest.respondent = bands.respondent
        and latest.session_number = bands.session_number
        and outcomes.first_score between bands.first_from and bands.first_to
where
    bands.is_enough
    and latest.completed_at > outcomes.first_at
    and latest.completed_at >= getvariable('week_end') - interval 84 day
    and if(scales.higher_is = 'worse', latest.score > bands.ninetieth, latest.score < bands.tenth)
order by
    latest.clinic_id asc, abs(latest.score - bands.median) / (scales.maximum - scales.minimum) desc,
    latest.episode_key asc, latest.scale_id asc, latest.respondent asc
