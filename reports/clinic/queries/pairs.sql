-- One row per clinic, outcome scale, respondent, verdict and cell of first and last score: courses that ended in
-- twelve months. Scores stand as they are; where a clinic has more than 200 pairs, a scale's twentieths are the cells.
with pairs as (
    select
        outcomes.clinic_id,
        outcomes.scale_id,
        outcomes.respondent,
        outcomes.first_score,
        outcomes.last_score,
        scales.minimum,
        coalesce(outcomes.reliable_change, 'unknown') as verdict,
        ceil((scales.maximum - scales.minimum) / 20) as cell,
        count(*) over (partition by outcomes.clinic_id, outcomes.scale_id, outcomes.respondent) as pair_count
    from marts.fct_outcomes as outcomes
    inner join marts.dim_scales as scales on outcomes.scale_id = scales.scale_id
    inner join marts.fct_episodes as episodes
        on outcomes.clinic_id = episodes.clinic_id and outcomes.episode_key = episodes.episode_key
    inner join marts.dim_clinics as clinics on outcomes.clinic_id = clinics.clinic_id
    where
        outcomes.is_paired
        and episodes.state <> 'open'
        and episodes.ended_on >= getvariable('week_end') - interval 12 month
        and episodes.ended_on < getvariable('week_end')
        and (episodes.sessions_attended > 0 or not clinics.has_appointment_data)
),

placed as (
    select
        *,
        if(pair_count > 200, floor((first_score - minimum) / cell), first_score) as first_cell,
        if(pair_count > 200, floor((last_score - minimum) / cell), last_score) as last_cell
    from pairs
)

select
    clinic_id,
    scale_id,
    respondent,
    verdict,
    count(*) as courses,
    round(avg(first_score), 2) as first_score,
    round(avg(last_score), 2) as last_score
from placed
group by clinic_id, scale_id, respondent, verdict, first_cell, last_cell
order by clinic_id, scale_id, respondent, verdict, first_cell, last_cell
