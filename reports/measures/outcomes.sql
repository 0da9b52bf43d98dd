-- One row per clinic, outcome scale and respondent that the clinic uses: courses that ended in twelve months.
-- Courses never attended are left out where appointments tell; without them every ended course counts.
with ended as (
    select
        episodes.clinic_id,
        episodes.episode_key
    from marts.fct_episodes as episodes
    inner join marts.dim_clinics as clinics on episodes.clinic_id = clinics.clinic_id
    where
        episodes.state <> 'open'
        and episodes.ended_on >= getvariable('week_end') - interval 12 month
        and episodes.ended_on < getvariable('week_end')
        and (episodes.sessions_attended > 0 or not clinics.has_appointment_data)
),

ended_courses as (
    select
        clinic_id,
        count(*) as courses
    from ended
    group by clinic_id
),

used as (
    select distinct
        clinic_id,
        scale_id,
        respondent
    from marts.fct_outcomes
),

counted as (
    select
        outcomes.clinic_id,
        outcomes.scale_id,
        outcomes.respondent,
        count(*) as measured,
        count(*) filter (where outcomes.is_paired) as paired,
        count(*) filter (where outcomes.is_paired and outcomes.reliable_change is not null) as judged,
        count(*) filter (where outcomes.is_paired and outcomes.reliable_change = 'improved') as improved,
        count(*) filter (where outcomes.is_paired and outcomes.reliable_change = 'unchanged') as unchanged,
        count(*) filter (where outcomes.is_paired and outcomes.reliable_change = 'deteriorated') as deteriorated,
        count(*) filter (where outcomes.is_paired and outcomes.is_case_first) as cases,
        count(*) filter (where outcomes.is_paired and outcomes.is_case_first and outcomes.clinical_change = 'recovered')
            as recovered
    from marts.fct_outcomes as outcomes
    inner join ended
        on outcomes.clinic_id = ended.clinic_id and outcomes.episode_key = ended.episode_key
    group by outcomes.clinic_id, outcomes.scale_id, outcomes.respondent
)

select
    used.clinic_id,
    used.scale_id,
    used.respondent,
    coalesce(ended_courses.courses, 0) as courses,
    coalesce(counted.measured, 0) as measured,
    coalesce(counted.paired, 0) as paired,
    coalesce(counted.judged, 0) as judged,
    coalesce(counted.improved, 0) as improved,
    coalesce(counted.unchanged, 0) as unchanged,
    coalesce(counted.deteriorated, 0) as deteriorated,
    coalesce(counted.cases, 0) as cases,
    coalesce(counted.recovered, 0) as recovered
from used
left join ended_courses on used.clinic_id = ended_courses.clinic_id
left join counted
    on
        used.clinic_id = counted.clinic_id
        and used.scale_id = counted.scale_id
        and used.respondent = counted.respondent
order by used.clinic_id, used.scale_id, used.respondent
