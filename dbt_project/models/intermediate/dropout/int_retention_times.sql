with judged as (
    select * from {{ ref('int_dropout_judged') }}
    where event is not null
),

episodes as (
    select * from {{ ref('int_episodes_concluded') }}
    where has_appointment_data
),

timed as (
    select
        judged.clinic_id,
        judged.episode_key,
        judged.definition_id,
        judged.event,
        episodes.sessions_attended,
        episodes.first_attended_on,
        year(episodes.first_attended_on) || '-Q' || quarter(episodes.first_attended_on) as cohort,
        case
            when episodes.sessions_attended = 0 then null
            when judged.event = 'censored' or episodes.ended_on is null
                then cast(episodes.last_attended_on - episodes.first_attended_on as integer)
            else greatest(cast(episodes.ended_on - episodes.first_attended_on as integer), 0)
        end as days_to_event
    from judged
    inner join episodes on judged.episode_key = episodes.episode_key
)

select * from timed
