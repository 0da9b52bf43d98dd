with deliveries as (
    select * from {{ ref('int_deliveries_accepted') }}
),

of_feeds as (
    {% for feed, rows_read in profiled_feeds() -%}
        select * from {{ counted_codes(feed, rows_read) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

counted as (
    select
        deliveries.clinic_id,
        deliveries.export_name,
        deliveries.feed,
        of_feeds.field,
        of_feeds.code,
        coalesce(sum(of_feeds.row_count) filter (deliveries.exported_at > {{ period_start() }}), 0) as rows_now,
        coalesce(sum(of_feeds.row_count) filter (deliveries.exported_at <= {{ period_start() }}), 0) as rows_before
    from of_feeds
    inner join deliveries on of_feeds.delivery_key = deliveries.delivery_key
    where deliveries.exported_at > {{ usual_start() }} and deliveries.exported_at <= {{ audit_moment() }}
    group by deliveries.clinic_id, deliveries.export_name, deliveries.feed, of_feeds.field, of_feeds.code
)

select * from counted
