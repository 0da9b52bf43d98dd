{{ config(
    meta={
        'dagster': {'ref': {'name': 'fct_episodes'}},
        'remedy':
            "It is a fault of Rapport, no clinic's: nothing of it was published. Tell whoever maintains " ~
            "Rapport the name of this check."
    }
) }}
-- The last attended session's number is the number of sessions attended.
select
    episodes.episode_key,
    episodes.sessions_attended,
    max(appointments.session_number) as last_session
from {{ ref('fct_episodes') }} as episodes
inner join {{ ref('int_appointments_numbered') }} as appointments
    on episodes.episode_key = appointments.episode_key
where episodes.sessions_attended is not null
group by episodes.episode_key, episodes.sessions_attended
having coalesce(max(appointments.session_number), 0) != episodes.sessions_attended
