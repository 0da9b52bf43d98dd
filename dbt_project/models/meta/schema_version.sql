with version as (
    select
        '{{ var("schema_version") }}' as schema_version,
        'Columns of marts, audit and meta. The first number changes when a documented column goes or changes its '
        || 'meaning, the second when one is added.' as description
)

select * from version
