with run as (
    select
        '{{ var("run_id") }}' as run_id,
        '{{ var("week") }}' as week,
        {{ week_end() }} as week_end,
        {{ known_at() }} as known_at,
        cast('{{ started_at() }}' as timestamp) as started_at,
        cast(null as timestamp) as published_at,
        '{{ var("code_version") }}' as code_version,
        '{{ var("schema_version") }}' as schema_version,
        false as marts_are_held,
        cast(null as varchar) as held_reason
)

select * from run
