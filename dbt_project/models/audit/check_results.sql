with at_the_door as (
    select * from {{ ref('stg_landing__checks') }}
    where measured_at <= {{ known_at() }}
),

in_the_warehouse as (
    select * from {{ ref('int_checks_measured') }}
),

results as (
    select
        clinic_id,
        export_name,
        feed,
        check_id,
        description,
        severity,
        cast(threshold as double) as threshold,
        cast(evaluated as bigint) as evaluated,
        cast(failed as bigint) as failed,
        cast(not_applicable as bigint) as not_applicable,
        is_passed,
        source,
        measured_at
    from at_the_door

    union all

    select
        clinic_id,
        export_name,
        feed,
        check_id,
        description,
        severity,
        cast(threshold as double) as threshold,
        evaluated,
        failed,
        not_applicable,
        case when evaluated > 0 then failed <= threshold * evaluated end as is_passed,
        'warehouse' as source,
        {{ known_at() }} as measured_at
    from in_the_warehouse
)

select * from results
