with sessions as (
    select * from {{ ref('int_appointments_numbered') }}
    where is_attended
),

episodes as (
    select * from {{ ref('int_episodes_concluded') }}
    where has_appointment_data
),

protocol as (
    select
        clinic_id,
        instrument_id,
        respondent,
        bool_or(every_session) as is_every_session,
        list_distinct(flatten(list(coalesce(at_sessions, [])))) as at_sessions
    from {{ ref('stg_registry__protocol') }}
    group by clinic_id, instrument_id, respondent
),

-- Session 0 stands for a form before the first session; it is due once the episode has started.
occasions as (
    select
        clinic_id,
        episode_key,
        session_number,
        scheduled_on as due_on
    from sessions

    union all

    select
        clinic_id,
        episode_key,
        0 as session_number,
        start_date as due_on
    from episodes
),

expected as (
    select
        occasions.clinic_id,
        occasions.episode_key,
        protocol.instrument_id,
        protocol.respondent,
        occasions.session_number,
        occasions.due_on
    from occasions
    inner join protocol
        on occasions.clinic_id = protocol.clinic_id
        and (
            (protocol.is_every_session and occasions.session_number > 0)
            or list_contains(protocol.at_sessions, occasions.session_number)
        )
),

-- One state for each form that came; one of an instrument without a scale needs no score.
arrived as (
    select
        episode_key,
        instrument_id,
        respondent,
        session_number,
        response_key,
        not_given_reason,
        case
            when not has_answers then 'declined'
            when scale_id is not null and score is null then 'partial'
            when cast(completed_at as date) > session_on then 'late'
            else 'received'
        end as state
    from {{ ref('int_responses_scored') }}
    where scale_id is null or is_main
),

-- The best of several forms for one session: in time, then late, then partial, then declined.
best_arrived as (
    select
        episode_key,
        instrument_id,
        respondent,
        session_number,
        min({
            'place': case state when 'received' then 1 when 'late' then 2 when 'partial' then 3 else 4 end,
            'response_key': response_key,
            'state': state,
            'reason': not_given_reason
        }) as best
    from arrived
    group by episode_key, instrument_id, respondent, session_number
),

matched as (
    select
        expected.*,
        coalesce(best_arrived.best.state, 'missing') as state,
        case when best_arrived.best.state = 'declined' then best_arrived.best.reason end as reason,
        case when best_arrived.best.state != 'declined' then best_arrived.best.response_key end as response_key
    from expected
    left join best_arrived
        on expected.episode_key = best_arrived.episode_key
        and expected.instrument_id = best_arrived.instrument_id
        and expected.respondent = best_arrived.respondent
        and expected.session_number = best_arrived.session_number
)

select * from matched
