with deliveries as (
    select * from {{ ref('int_deliveries_accepted') }}
),

of_feeds as (
    {% for feed, rows_read in profiled_feeds() -%}
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
