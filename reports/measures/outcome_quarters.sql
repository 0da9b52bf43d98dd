-- One row per clinic, outcome scale, respondent and quarter in which the course ended, eight quarters back.
select
    outcomes.clinic_id,
    outcomes.scale_id,
    outcomes.respondent,
    cast(year(episodes.ended_on) as varchar) || '-Q' || cast(quarter(episodes.ended_on) as varchar) as ended_in,
    count(*) filter (where outcomes.reliable_change is not null) as judged,
    count(*) filter (where outcomes.reliable_change = 'improved') as improved
from marts.fct_outcomes as outcomes
inner join marts.fct_episodes as episodes
    on outcomes.clinic_id = episodes.clinic_id and outcomes.episode_key = episodes.episode_key
where
    outcomes.is_paired
    and episodes.state <> 'open'
    and episodes.ended_on >= date_trunc('quarter', getvariable('week_end')) - interval 21 month
    and episodes.ended_on < getvariable('week_end')
group by outcomes.clinic_id, outcomes.scale_id, outcomes.respondent, ended_in
order by outcomes.clinic_id, outcomes.scale_id, outcomes.respondent, ended_in
