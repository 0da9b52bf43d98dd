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

only_sessions_of_day as (
    select * from {{ ref('int_appointments_numbered') }}
    where is_only_of_day
),

traced as (
    select * from {{ ref('int_responses_traced') }}
),

placed as (
    select
        responses.*,
        episodes.client_key,
        episodes.therapist_key as episode_therapist_key,
        episodes.has_appointment_data,
        named.session_number as named_session,
        coalesce(named.session_number, of_day.session_number, traced.session_number, 0) as latest_session,
        coalesce(named.scheduled_on, of_day.scheduled_on, traced.scheduled_on) as session_on,
        case
            when named.session_number is not null then named.therapist_key
            else coalesce(of_day.therapist_key, traced.therapist_key)
        end as session_therapist_key
    from responses
    inner join episodes on responses.episode_key = episodes.episode_key
    left join sessions as named
        on responses.appointment_key = named.appointment_key and responses.episode_key = named.episode_key
    left join only_sessions_of_day as of_day
        on responses.episode_key = of_day.episode_key
        and cast(responses.completed_at as date) = of_day.scheduled_on
    left join traced on responses.response_key = traced.response_key
),

linked as (
    select
        ---------- ids
        response_key,
        clinic_id,
        episode_key,
        client_key,
        coalesce(session_therapist_key, episode_therapist_key) as therapist_key,
        ---------- codes
        instrument_id,
        cast(respondent as {{ respondent_type() }}) as respondent,
        not_given_reason,
        ---------- answers
        items,
        is_keyed,
        declared_total,
        ---------- times
        completed_at,
        ---------- session; number and link are null where the clinic sends no appointments
        case when has_appointment_data then latest_session end as session_number,
        cast(
            case
                when not has_appointment_data then null
                when named_session is not null then 'appointment'
                when session_on = cast(completed_at as date) then 'same_day'
                when session_on is not null then 'last_attended'
                else 'before_first'
            end as {{ session_link_type() }}
        ) as session_link,
        session_on
    from placed
)

select * from linked
