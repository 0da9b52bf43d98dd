-- One row per clinic (and 'all'), alliance scale, respondent and session: the last form of each course there.
-- Rounded, so that the order in which a sum was taken never shows.
with current_courses as (
    select
        clinic_id,
        episode_key
    from marts.fct_episodes
    where coalesce(ended_on, date '9999-12-31') >= getvariable('week_end') - interval 12 month
),

at_session as (
    select
        scores.clinic_id,
        scores.scale_id,
        scores.respondent,
        scores.session_number,
        max_by(scores.score, (scores.completed_at, scores.response_key)) as score
    from marts.fct_scores as scores
    inner join current_courses
        on scores.clinic_id = current_courses.clinic_id and scores.episode_key = current_courses.episode_key
    where
        scores.construct = 'alliance'
        and scores.score is not null
        and scores.session_number between 1 and 20
    group by
        scores.clinic_id, scores.scale_id, scores.respondent, scores.session_number, scores.episode_key
)

select
    scale_id,
    respondent,
    session_number,
    coalesce(clinic_id, 'all') as clinic_id,
    count(*) as courses,
    round(avg(score), 4) as mean,
    round(stddev_samp(score), 4) as deviation,
    round(quantile_cont(score, 0.25), 4) as quarter_below,
    round(quantile_cont(score, 0.75), 4) as quarter_above
from at_session
group by
    grouping sets ((clinic_id, scale_id, respondent, session_number), (scale_id, respondent, session_number))
order by clinic_id, scale_id, respondent, session_number
