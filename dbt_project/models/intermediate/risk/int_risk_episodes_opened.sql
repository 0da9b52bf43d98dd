{#
  Episodes at the end of each week, as far as what was known then says that they have begun and not ended. How long
  they have been silent is looked at later. Of the weeks long past only some episodes are kept in a large network:
  the model needs no more, and an episode is kept in all of its weeks or in none.
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
    inner join weeks
        on versions.known_from <= weeks.known_until
        and versions.known_until > weeks.known_until
        and versions.start_date < weeks.week_end
        -- Nobody counts as open so long after the last contact there ever was.
        and concluded.last_contact_on + concluded.contact_gap_days + 35 >= weeks.week_end
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
