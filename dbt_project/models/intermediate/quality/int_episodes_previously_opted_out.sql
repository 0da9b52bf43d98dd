with known_clients as (
    select * from {{ known(ref('stg_landing__clients')) }}
    where received_at <= {{ changed_since() }}
),

known_episodes as (
    select * from {{ known(ref('stg_landing__episodes')) }}
    where received_at <= {{ changed_since() }}
),

uncounted_clients as (
    select * from {{ ref('int_clients_versioned') }}
    where state = 'quarantined' or reason = 'read_again'
),

uncounted_episodes as (
    select * from {{ ref('int_episodes_versioned') }}
    where state = 'quarantined' or reason = 'read_again'
),

ever_opted_out as (
    select client_key
    from known_clients
    where consent = 'opted_out'
    group by client_key
),

client_versions as (
    select
        known_clients.client_key,
        known_clients.consent,
        known_clients.is_withdrawn,
        row_number() over (
            partition by known_clients.client_key
            order by
                known_clients.exported_at desc, known_clients.received_at desc, known_clients.delivery_key desc,
                known_clients.source_row desc
        ) as place_from_last
    from known_clients
    semi join ever_opted_out on known_clients.client_key = ever_opted_out.client_key
    anti join uncounted_clients
        on known_clients.delivery_key = uncounted_clients.delivery_key
        and known_clients.source_row = uncounted_clients.source_row
),

opted_out_clients as (
    select client_key
    from client_versions
    where place_from_last = 1 and (consent = 'opted_out' or is_withdrawn)
),

episode_versions as (
    select
        known_episodes.episode_key,
        known_episodes.client_key,
        row_number() over (
            partition by known_episodes.episode_key
            order by
                known_episodes.exported_at desc, known_episodes.received_at desc, known_episodes.delivery_key desc,
                known_episodes.source_row desc
        ) as place_from_last
    from known_episodes
    anti join uncounted_episodes
        on known_episodes.delivery_key = uncounted_episodes.delivery_key
        and known_episodes.source_row = uncounted_episodes.source_row
),

out_before as (
    select episode_versions.episode_key
    from episode_versions
    semi join opted_out_clients on episode_versions.client_key = opted_out_clients.client_key
    where episode_versions.place_from_last = 1
)

select * from out_before
