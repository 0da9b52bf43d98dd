with deliveries as (
    select * from {{ ref('int_deliveries_accepted') }}
),

{# Named one by one, so that dbt sees every dependency. #}
{%- set feeds_read = [
    ('clients', ref('stg_landing__clients')),
    ('therapists', ref('stg_landing__therapists')),
    ('episodes', ref('stg_landing__episodes')),
    ('appointments', ref('stg_landing__appointments')),
    ('responses', ref('stg_landing__responses')),
] %}

of_feeds as (
    {% for feed, rows_read in feeds_read -%}
        select * from {{ counted_fields(feed, rows_read) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

counted as (
    select
        deliveries.clinic_id,
        deliveries.export_name,
        deliveries.feed,
        deliveries.delivery_key,
        deliveries.exported_at,
        of_feeds.field,
        cast(of_feeds.row_count as bigint) as row_count,
        cast(of_feeds.missing as bigint) as missing,
        cast(of_feeds.other as bigint) as other,
        cast(of_feeds.defaulted as bigint) as defaulted
    from of_feeds
    inner join deliveries on of_feeds.delivery_key = deliveries.delivery_key
)

select * from counted
