{#
  Episodes at the end of each week, as far as what was known then says that they have begun and not ended. How long
  they had been silent, by what was known then, is looked at later (int_risk_landmarks_described). Here only weeks are
  left out that lie too long after the last contact that any delivery has told of, taken back since or not: what is
  found out later takes nobody out of a past week and puts nobody into it. Of the weeks long past only some episodes
  are kept in a large network: the model needs no more, and an episode is kept in all of its weeks or in none.
#}
with weeks as (
    select * from {{ ref('int_risk_weeks_listed') }}
),

versions as (
    select * from {{ ref('int_risk_episodes_dated') }}
),

opted_out as (
    select * from {{ ref('int_episodes_opted_out') }}
),

concluded as (
    select * from {{ ref('int_episodes_concluded') }}
    where has_appointment_data
),

contacts as (
    select
        episode_key,
        cast(max(scheduled_at) as date) as last_told_on
    from {{ known(ref('stg_landing__appointments')) }}
    where status in ('attended', 'attended_late')
    group by episode_key
),

size as (
    select greatest(1, count(*) / {{ var('risk_training_episodes') }}) as episodes_a_place
    from concluded
),

-- How many of the client's earlier episodes were known when this one was first heard of.
first_known as (
    select
        episode_key,
        min(client_key) as client_key,
        min(known_from) as known_from,
        min(start_date) as start_date
    from versions
    group by episode_key
),

earlier as (
    select
        own.episode_key,
        count(*) as previous_episodes
    from first_known as own
    inner join first_known as others
        on own.client_key = others.client_key
        and own.start_date > others.start_date
        and own.known_from >= others.known_from
    group by own.episode_key
),

opened as (
    select
        weeks.week_end,
        weeks.week,
        weeks.weeks_back,
        weeks.known_until,
        versions.clinic_id,
        versions.episode_key,
        versions.client_key,
        versions.therapist_key,
        versions.start_date,
        versions.referral_date,
        versions.presenting_problem,
        versions.modality,
        versions.planned_sessions,
        coalesce(earlier.previous_episodes, 0) as previous_episodes,
        concluded.contact_gap_days
    from versions
    anti join opted_out on versions.episode_key = opted_out.episode_key
    inner join concluded on versions.episode_key = concluded.episode_key
    cross join size
    left join contacts on versions.episode_key = contacts.episode_key
    inner join weeks
        on versions.known_from <= weeks.known_until
        and versions.known_until > weeks.known_until
        and versions.start_date < weeks.week_end
        and greatest(contacts.last_told_on, versions.start_date)
        + concluded.contact_gap_days + {{ var('risk_days_without_word') }} >= weeks.week_end
    left join earlier on versions.episode_key = earlier.episode_key
    where
        (versions.end_date is null or versions.end_date >= weeks.week_end)
        and (versions.end_reason is null or versions.end_date is not null)
        and (
            weeks.weeks_back <= {{ var('risk_weeks_looked_back') }}
            or versions.episode_key % cast(10000 as bigint) < 10000 / size.episodes_a_place
        )
)

select * from opened
