{#
  Everything that was known of an open episode at the end of a week, beside what became of it. What was known is made
  of versions known then; what became of it, of today's.
#}
with opened as (
    select * from {{ ref('int_risk_episodes_opened') }}
),

attendance as (
    select * from {{ ref('int_risk_attendance_counted') }}
),

clinics as (
    select * from {{ ref('int_risk_clinics_dated') }}
),

outcome as (
    select * from {{ ref('int_risk_forms_summarised') }}
    where construct = 'outcome' and form_count > 0
),

alliance as (
    select * from {{ ref('int_risk_forms_summarised') }}
    where construct = 'alliance' and form_count > 0
),

every_session as (
    select clinic_id
    from {{ ref('stg_registry__protocol') }}
    where every_session and respondent = 'client'
    group by clinic_id
),

concluded as (
    select * from {{ ref('int_episodes_concluded') }}
),

people as (
    select * from {{ ref('int_clients_resolved') }}
),

gathered as (
    select
        opened.*,
        clinics.appointments_until,
        coalesce(attendance.sessions_attended, 0) as sessions_attended,
        coalesce(attendance.missed, 0) as missed,
        coalesce(attendance.missed_recently, 0) as missed_recently,
        attendance.first_attended_on,
        attendance.last_attended_on,
        attendance.next_booked_on,
        attendance.last_held.is_missed as is_last_missed,
        coalesce(attendance.last_attended_on, opened.start_date) as last_contact_on
    from opened
    inner join clinics on opened.clinic_id = clinics.clinic_id and opened.week_end = clinics.week_end
    left join attendance on opened.episode_key = attendance.episode_key and opened.week_end = attendance.week_end
),

described as (
    select
        ---------- ids
        gathered.week_end,
        gathered.week,
        gathered.weeks_back,
        gathered.clinic_id,
        gathered.episode_key,
        gathered.client_key,
        gathered.therapist_key,
        ---------- course
        cast(gathered.week_end - gathered.start_date as integer) as days_since_start,
        cast(gathered.first_attended_on - coalesce(gathered.referral_date, gathered.start_date) as integer)
            as days_waited,
        gathered.presenting_problem,
        gathered.modality,
        cast(gathered.planned_sessions as integer) as planned_sessions,
        cast(gathered.previous_episodes as integer) as previous_episodes,
        ---------- attendance
        cast(gathered.sessions_attended as integer) as sessions_attended,
        cast(gathered.missed as integer) as missed,
        cast(gathered.missed_recently as integer) as missed_recently,
        coalesce(gathered.is_last_missed, false) as is_last_missed,
        cast(gathered.week_end - gathered.last_contact_on as integer) as days_since_contact,
        case
            when gathered.sessions_attended > 1
                then cast(gathered.last_attended_on - gathered.first_attended_on as double)
                    / (gathered.sessions_attended - 1)
        end as days_between_sessions,
        gathered.next_booked_on is not null as has_next_appointment,
        cast(gathered.next_booked_on - gathered.week_end as integer) as days_to_next,
        ---------- forms
        case
            when every_session.clinic_id is not null and gathered.sessions_attended > 0
                then coalesce(greatest(outcome.last_on, alliance.last_on) < gathered.last_attended_on - 2, true)
        end as is_form_missing,
        outcome.scale_id as outcome_scale_id,
        outcome.form_count as outcome_forms,
        outcome.first_level as first_distress,
        outcome.third_level as third_distress,
        outcome.last_level as last_distress,
        outcome.previous_level as previous_distress,
        alliance.scale_id as alliance_scale_id,
        alliance.form_count as alliance_forms,
        alliance.last_level as last_alliance,
        alliance.previous_level as previous_alliance,
        alliance.mean_before as alliance_before,
        alliance.best_of_last as best_recent_alliance,
        alliance.lowest_item as lowest_alliance_item,
        ---------- for judging the model only, never for a risk
        people.gender,
        people.ethnicity_group,
        people.language,
        {{ age_on('gathered.week_end', 'concluded.age_at_start', 'concluded.start_date', 'people.birth_year') }} as age,
        ---------- what became of it
        concluded.state,
        concluded.ended_on,
        concluded.last_contact_on as contact_until,
        gathered.week_end + {{ var('dropout_horizon_days') }} + concluded.contact_gap_days as settles_on,
        gathered.week_end + {{ var('dropout_horizon_days') }} + concluded.contact_gap_days
        <= concluded.appointments_until as is_settled,
        concluded.state = 'dropped_out'
        and concluded.last_contact_on < gathered.week_end + {{ var('dropout_horizon_days') }} as is_dropout
    from gathered
    inner join concluded on gathered.episode_key = concluded.episode_key
    left join people on gathered.client_key = people.client_key
    left join every_session on gathered.clinic_id = every_session.clinic_id
    left join outcome on gathered.episode_key = outcome.episode_key and gathered.week_end = outcome.week_end
    left join alliance on gathered.episode_key = alliance.episode_key and gathered.week_end = alliance.week_end
    where
        cast(gathered.appointments_until - gathered.last_contact_on as integer) < gathered.contact_gap_days
        -- Nobody counts as open so long after the last contact, however long the clinic itself has been silent.
        and gathered.last_contact_on + gathered.contact_gap_days + {{ var('risk_days_without_word') }}
        >= gathered.week_end
)

select * from described
