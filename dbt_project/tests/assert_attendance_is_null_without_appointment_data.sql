{{ config(
    meta={
        'dagster': {'ref': {'name': 'fct_episodes'}},
        'remedy':
            "It is a fault of Rapport, no clinic's: nothing of it was published. Tell whoever maintains " ~
            "Rapport the name of this check."
    }
) }}
-- A clinic that sends no appointments has null attendance, never 0, and no ending inferred from silence.
select episodes.episode_key
from {{ ref('fct_episodes') }} as episodes
inner join {{ ref('dim_clinics') }} as clinics on episodes.clinic_id = clinics.clinic_id
where
    clinics.has_appointment_data = (episodes.sessions_attended is null)
    or (not clinics.has_appointment_data and episodes.state_basis = 'contact_gap')
