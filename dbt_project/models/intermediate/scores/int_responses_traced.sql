{#
  Most forms are filled in on the day of a session, which a hash join finds while the forms stream by
  (int_responses_linked). Only the others are sorted, and without their answers: a third of the time of sorting all.
#}
with responses as (
    select
        response_key,
        episode_key,
        completed_at
    from {{ ref('int_responses_resolved') }}
    where completed_at < {{ week_end() }}
),

only_sessions_of_day as (
    select
        episode_key,
        scheduled_on
    from {{ ref('int_appointments_numbered') }}
    where is_only_of_day
),

sessions as (
    select * from {{ ref('int_appointments_numbered') }}
    where forms_from is not null
),

unplaced as (
    select responses.*
    from responses
    anti join only_sessions_of_day
        on responses.episode_key = only_sessions_of_day.episode_key
        and cast(responses.completed_at as date) = only_sessions_of_day.scheduled_on
),

traced as (
    select
        unplaced.response_key,
        sessions.session_number,
        sessions.scheduled_on,
        sessions.therapist_key
    from unplaced
    asof inner join sessions
        on unplaced.episode_key = sessions.episode_key and unplaced.completed_at >= sessions.forms_from
)

select * from traced
