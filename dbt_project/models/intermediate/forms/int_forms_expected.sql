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

judging_scales as (
    select
        scale_id,
        scale_item_count > 0 as is_itemised
    from {{ ref('int_scales_prepared') }}
    where judges_the_form
),

-- One state for each form that came; one that isn't scored from its items needs no score.
arrived as (
    select
        scores.episode_key,
        scores.instrument_id,
        cast(scores.respondent as varchar) as respondent,
        scores.session_number,
        scores.response_key,
        scores.not_given_reason,
        case
            when not scores.has_answers then 4
            when judging_scales.is_itemised and scores.score is null then 3
            when cast(scores.completed_at as date) > scores.session_on then 2
            else 1
        end as place
    from {{ ref('int_responses_scored') }} as scores
    semi join protocol on scores.instrument_id = protocol.instrument_id
    left join judging_scales on scores.scale_id = judging_scales.scale_id
    where scores.session_number is not null and (scores.scale_id is null or judging_scales.scale_id is not null)
),

-- The best of several forms for one session, ties by key: one whole number holds both, which is quick to compare.
ranked as (
    select
        *,
        place * cast(9223372036854775808 as hugeint) + response_key as rank
    from arrived
),

best_arrived as (
    select
        episode_key,
        instrument_id,
        respondent,
        session_number,
        min(place) as best_place,
        min(rank) as best_rank,
        arg_min(not_given_reason, rank) as best_reason
    from ranked
    group by episode_key, instrument_id, respondent, session_number
),

matched as (
    select
        expected.*,
        best_arrived.best_place as place,
        cast(best_arrived.best_rank - best_arrived.best_place * cast(9223372036854775808 as hugeint) as bigint)
            as best_response_key,
        best_arrived.best_reason
    from expected
    left join best_arrived
        on expected.episode_key = best_arrived.episode_key
        and expected.instrument_id = best_arrived.instrument_id
        and expected.respondent = best_arrived.respondent
        and expected.session_number = best_arrived.session_number
),

told as (
    select
        clinic_id,
        episode_key,
        instrument_id,
        respondent,
        session_number,
        due_on,
        coalesce(['received', 'late', 'partial', 'declined'][place], 'missing') as state,
        case when place = 4 then best_reason end as reason,
        case when place < 4 then best_response_key end as response_key
    from matched
)

select * from told
