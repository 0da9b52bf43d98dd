with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

clients as (
    select * from {{ ref('int_clients_resolved') }}
),

-- Of several scales in their order, so that the mean is the same to the last digit in every build.
severities as (
    select
        episode_key,
        list_avg(list(severity order by scale_id, respondent)) as severity
    from {{ ref('int_severities_standardised') }}
    group by episode_key
),

described as (
    select
        episodes.clinic_id,
        episodes.episode_key,
        severities.severity,
        {{ age_on(
            'episodes.start_date', 'episodes.age_at_start', 'episodes.start_date', 'clients.birth_year'
        ) }} as age,
        cast(row_number() over (
            partition by episodes.client_key
            order by episodes.start_date, episodes.episode_key
        ) - 1 as integer) as previous_episodes,
        clients.gender,
        clients.employment,
        episodes.presenting_problem as problem,
        episodes.modality
    from episodes
    left join clients on episodes.client_key = clients.client_key
    left join severities on episodes.episode_key = severities.episode_key
)

select * from described
