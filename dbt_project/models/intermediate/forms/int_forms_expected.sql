{#- A response key and the place of its state in one whole number, which is quick to compare. -#}
{%- set key_space = 'cast(9223372036854775808 as hugeint)' -%}

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
        -- A form has a number here: grouping and joining by text costs twice as much.
        dense_rank() over (order by instrument_id, respondent) as form_number,
        bool_or(every_session) as is_every_session,
        list_distinct(flatten(list(coalesce(at_sessions, [])))) as at_sessions
    from {{ ref('stg_registry__protocol') }}
    group by clinic_id, instrument_id, respondent
),

numbered_forms as (
    select
        instrument_id,
        respondent,
        form_number
    from protocol
    group by instrument_id, respondent, form_number
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
        occasions.episode_key,
        protocol.form_number,
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
        numbered_forms.form_number,
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
    inner join numbered_forms
        on scores.instrument_id = numbered_forms.instrument_id
        and cast(scores.respondent as varchar) = numbered_forms.respondent
    left join judging_scales on scores.scale_id = judging_scales.scale_id
    where scores.session_number is not null and (scores.scale_id is null or judging_scales.scale_id is not null)
),

-- The best of several forms for one session: received, late, partial, declined; ties by key.
best_arrived as (
    select
        episode_key,
        form_number,
        session_number,
        min(place) as place,
        min(place * {{ key_space }} + response_key) as best,
        min(not_given_reason) filter (place = 4) as reason
    from arrived
    group by episode_key, form_number, session_number
),

matched as (
    select
        expected.episode_key,
        expected.form_number,
        expected.session_number,
        expected.due_on,
        best_arrived.place,
        best_arrived.reason,
        cast(best_arrived.best - best_arrived.place * {{ key_space }} as bigint) as response_key
    from expected
    left join best_arrived
        on expected.episode_key = best_arrived.episode_key
        and expected.form_number = best_arrived.form_number
        and expected.session_number = best_arrived.session_number
),

told as (
    select
        matched.episode_key,
        numbered_forms.instrument_id,
        cast(numbered_forms.respondent as {{ respondent_type() }}) as respondent,
        matched.session_number,
        matched.due_on,
        cast(
            coalesce(['received', 'late', 'partial', 'declined'][matched.place], 'missing')
            as {{ form_state_type() }}
        ) as state,
        case when matched.place = 4 then matched.reason end as reason,
        case when matched.place < 4 then matched.response_key end as response_key
    from matched
    inner join numbered_forms on matched.form_number = numbered_forms.form_number
)

select * from told
