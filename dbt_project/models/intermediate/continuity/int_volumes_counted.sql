-- Rows that each export has landed, by periods of seven days back from the run: 0 is the latest.
with deliveries as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
    where status = 'accepted' and exported_at <= {{ audit_moment() }}
        and exported_at > {{ audit_moment() }} - interval 364 day
),

accounts as (
    select
        receipt_key,
        sum(row_count) as row_count
    from {{ ref('stg_landing__accounts') }}
    where state = 'landed'
    group by receipt_key
),

-- A holiday belongs to the period that holds its noon.
holidays as (
    select distinct
        clinic_id,
        cast(
            floor((epoch({{ audit_moment() }}) - epoch(holiday_on + interval 12 hour)) / (7 * 86400)) as integer
        ) as weeks_ago
    from {{ ref('int_holidays_listed') }}
),

counted as (
    select
        deliveries.clinic_id,
        deliveries.export_name,
        deliveries.feed,
        cast(
            floor((epoch({{ audit_moment() }}) - epoch(deliveries.exported_at)) / (7 * 86400)) as integer
        ) as weeks_ago,
        cast(sum(coalesce(accounts.row_count, 0)) as bigint) as row_count
    from deliveries
    left join accounts on deliveries.receipt_key = accounts.receipt_key
    group by all
),

marked as (
    select
        counted.*,
        holidays.clinic_id is not null as has_holiday
    from counted
    left join holidays on counted.clinic_id = holidays.clinic_id and counted.weeks_ago = holidays.weeks_ago
)

select * from marked
