{{ config(materialized='view') }}

with responses as (
    select * from {{ ref('int_responses_resolved') }}
    where completed_at < {{ week_end() }}
),

episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

sessions as (
    select * from {{ ref('int_appointments_numbered') }}
    where is_attended
),

session_days as (
    select
        episode_key,
        scheduled_on,
        min(session_number) as first_session,
        list(scheduled_at order by session_number) as begun_at,
        list(therapist_key order by session_number) as therapist_keys
    from sessions
    group by episode_key, scheduled_on
),

placed as (
    select
        responses.*,
        episodes.client_key,
        episodes.therapist_key as episode_therapist_key,
        episodes.has_appointment_data,
        sessions.session_number as named_session,
        sessions.scheduled_on as named_session_on,
        sessions.therapist_key as named_therapist_key,
        session_days.scheduled_on as latest_session_on,
        session_days.first_session,
        session_days.therapist_keys,
        -- Two sessions on one day: the last that had begun by then, else that day's first.
        greatest(len(list_filter(session_days.begun_at, lambda begun: begun <= responses.completed_at)), 1)
            as place_in_day
    from responses
    inner join episodes on responses.episode_key = episodes.episode_key
    left join sessions
        on responses.appointment_key = sessions.appointment_key
        and responses.episode_key = sessions.episode_key
    asof left join session_days
        on responses.episode_key = session_days.episode_key
        and cast(responses.completed_at as date) >= session_days.scheduled_on
),

linked as (
    select
        ---------- ids
        response_key,
        clinic_id,
        episode_key,
        client_key,
        coalesce(named_therapist_key, therapist_keys[place_in_day], episode_therapist_key) as therapist_key,
        ---------- codes
        instrument_id,
        respondent,
        not_given_reason,
        ---------- answers
        items,
        is_keyed,
        declared_total,
        ---------- times
        completed_at,
        ---------- session; all null where the clinic sends no appointments
        case
            when not has_appointment_data then null
            when named_session is not null then named_session
            when latest_session_on is not null then cast(first_session + place_in_day - 1 as integer)
            else 0
        end as session_number,
        case
            when not has_appointment_data then null
            when named_session is not null then 'appointment'
            when latest_session_on = cast(completed_at as date) then 'same_day'
            when latest_session_on is not null then 'last_attended'
            else 'before_first'
        end as session_link,
        coalesce(named_session_on, latest_session_on) as session_on
    from placed
)

select * from linked
