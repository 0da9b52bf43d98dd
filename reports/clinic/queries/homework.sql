-- One row per clinic and rater: mean homework adherence of courses that were open in the last twelve months.
with rated as (
    unpivot (
        select
            adherence.clinic_id,
            adherence.homework_share_client as client,
            adherence.homework_share_therapist as therapist
        from marts.fct_adherence as adherence
        inner join marts.fct_episodes as episodes
            on adherence.clinic_id = episodes.clinic_id and adherence.episode_key = episodes.episode_key
        where coalesce(episodes.ended_on, date '9999-12-31') >= getvariable('week_end') - interval 12 month
    )
    on client, therapist
    into name rater value share
)

select
    clinic_id,
    rater,
    count(*) as courses,
    round(avg(share), 4) as mean,
    round(stddev_samp(share), 4) as deviation
from rated
group by clinic_id, rater
order by clinic_id, rater
