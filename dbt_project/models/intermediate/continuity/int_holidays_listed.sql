-- Holidays day by day; what falls on one day together is named together.
with holidays as (
    select
        clinic_id,
        name,
        cast(unnest(generate_series(first_on, last_on, interval 1 day)) as date) as holiday_on
    from {{ ref('stg_registry__holidays') }}
),

listed as (
    select
        clinic_id,
        holiday_on,
        string_agg(distinct name, ', ' order by name) as holiday_name
    from holidays
    group by clinic_id, holiday_on
)

select * from listed
