with clients as (
    select * from {{ ref('int_clients_resolved') }}
),

mentioned as (
    select
        client_key,
        clinic_id
    from {{ ref('int_episodes_started') }}

    union

    select
        client_key,
        clinic_id
    from clients
),

described as (
    select
        mentioned.client_key,
        mentioned.clinic_id,
        clients.birth_year,
        clients.gender,
        clients.ethnicity_group,
        clients.employment,
        clients.language,
        case clients.consent when 'yes' then true when 'no_research' then false end as allows_research
    from mentioned
    left join clients on mentioned.client_key = clients.client_key
)

select * from described
