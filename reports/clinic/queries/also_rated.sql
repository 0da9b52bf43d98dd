-- One row per clinic, scale and respondent of what has no part of its own on the page: satisfaction, the real
-- relationship, motivation, countertransference and the other core conditions, of courses open in twelve months.
select
    scores.clinic_id,
    scales.scale_id,
    scales.scale_name,
    scales.minimum,
    scales.maximum,
    cast(scores.respondent as varchar) as respondent,
    count(*) as courses,
    round(avg(scores.mean), 4) as mean,
    round(stddev_samp(scores.mean), 4) as deviation
from marts.fct_process_scores as scores
inner join marts.dim_scales as scales on scores.scale_id = scales.scale_id
inner join marts.fct_episodes as episodes
    on scores.clinic_id = episodes.clinic_id and scores.episode_key = episodes.episode_key
where
    scores.construct not in ('empathy', 'adherence')
    and coalesce(episodes.ended_on, date '9999-12-31') >= getvariable('week_end') - interval 12 month
group by scores.clinic_id, scores.construct, scales.scale_id, scales.scale_name, scales.minimum, scales.maximum,
    scores.respondent
order by scores.clinic_id, scores.construct, scales.scale_id, respondent
