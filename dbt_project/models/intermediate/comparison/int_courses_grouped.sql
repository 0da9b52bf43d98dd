with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

clients as (
    select * from {{ ref('int_clients_resolved') }}
),

-- Where the course itself says nothing, its sessions do: how all of them were held, else mixed.
held as (
    select
        episode_key,
        case when min(modality) = max(modality) then min(modality) else 'mixed' end as modality
    from {{ ref('int_appointments_numbered') }}
    where is_attended
    group by episode_key
),

described as (
    select
        episodes.*,
        coalesce(episodes.modality, held.modality) as course_modality,
        clients.gender,
        clients.ethnicity_group,
        clients.language,
        clients.employment,
        {{ age_on(
            'episodes.start_date', 'episodes.age_at_start', 'episodes.start_date', 'clients.birth_year'
        ) }} as age
    from episodes
    left join clients on episodes.client_key = clients.client_key
    left join held on episodes.episode_key = held.episode_key
),

grouped as (
    select
        clinic_id,
        episode_key,
        state = 'open' or ended_on >= {{ week_end() }} - interval 12 month as is_current,
        coalesce(course_modality, 'not recorded') as modality,
        coalesce(gender, 'not recorded') as gender,
        case
            when age is null then 'not recorded'
            when age < 18 then 'under 18'
            when age <= 25 then '18 to 25'
            when age <= 45 then '26 to 45'
            when age <= 64 then '46 to 64'
            else '65 and over'
        end as age_band,
        coalesce(ethnicity_group, 'not recorded') as ethnicity_group,
        coalesce(language, 'not recorded') as language,
        coalesce(employment, 'not recorded') as employment,
        coalesce(presenting_problem, 'not recorded') as presenting_problem,
        coalesce(programme, 'not recorded') as programme
    from described
)

select * from grouped
