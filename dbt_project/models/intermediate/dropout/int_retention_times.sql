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
        episodes.is_migrated,
        year(episodes.first_attended_on) || '-Q' || quarter(episodes.first_attended_on) as cohort,
        -- The clock of a course under way before the data begin runs from its start; it is under observation from the
        -- first session that is known.
        case when episodes.is_migrated then episodes.start_date else episodes.first_attended_on end as clock_from,
        case
            when judged.event = 'censored' or episodes.ended_on is null then episodes.last_attended_on
            else greatest(episodes.ended_on, episodes.first_attended_on)
        end as left_on
    from judged
    inner join episodes on judged.episode_key = episodes.episode_key
),

measured as (
    select
        * exclude (clock_from, left_on),
        cast(first_attended_on - clock_from as integer) as days_at_entry,
        case when sessions_attended > 0 then cast(left_on - clock_from as integer) end as days_to_event
    from timed
)

select * from measured
