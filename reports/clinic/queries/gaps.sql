-- One row per clinic: courses of which something is missing that the page needs.
with measured as (
    select
        clinic_id,
        episode_key,
        bool_or(is_paired) as is_paired
    from marts.fct_outcomes
    group by clinic_id, episode_key
),

courses as (
    select
        episodes.*,
        clinics.has_appointment_data,
        measured.episode_key is not null as is_measured,
        coalesce(measured.is_paired, false) as is_paired,
        episodes.state <> 'open' and episodes.ended_on < getvariable('week_end') as is_ended
    from marts.fct_episodes as episodes
    inner join marts.dim_clinics as clinics on episodes.clinic_id = clinics.clinic_id
    left join measured
        on episodes.clinic_id = measured.clinic_id and episodes.episode_key = measured.episode_key
)

select
    clinic_id,
    count(*) filter (where state = 'open' and sessions_attended >= 2) as open_courses,
    count(*) filter (where state = 'open' and sessions_attended >= 2 and not is_measured) as open_without_first,
    count(*) filter (
        where is_ended
        and ended_on >= getvariable('week_end') - interval 84 day
        and (sessions_attended > 0 or not has_appointment_data)
    ) as lately_ended,
    count(*) filter (
        where is_ended
        and ended_on >= getvariable('week_end') - interval 84 day
        and (sessions_attended > 0 or not has_appointment_data)
        and not is_paired
    ) as lately_unpaired,
    count(*) filter (
        where is_ended and state_basis = 'unrecorded' and ended_on >= getvariable('week_end') - interval 12 month
    ) as unrecorded,
    count(*) filter (
        where is_ended and state_basis = 'contact_gap' and ended_on >= getvariable('week_end') - interval 84 day
    ) as by_contact_gap
from courses
group by clinic_id
order by clinic_id
