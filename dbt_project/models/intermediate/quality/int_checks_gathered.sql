{# Everything that SQL knows of what was checked: at the door, by the door's rules, over all of a clinic's data. #}
with at_the_door as (
    select
        clinic_id,
        export_name,
        feed,
        check_id,
        source,
        measured_at,
        max(description) as description,
        max(severity) as severity,
        max(threshold) as threshold,
        -- An export with very many files has several batches a run.
        sum(evaluated) as evaluated,
        sum(failed) as failed,
        sum(not_applicable) as not_applicable,
        bool_and(is_passed) as is_passed
    from {{ ref('stg_landing__checks') }}
    where measured_at <= {{ known_at() }}
    group by clinic_id, export_name, feed, check_id, source, measured_at
),

by_rule as (
    select * from {{ ref('int_rules_counted') }}
),

in_the_warehouse as (
    select
        *,
        'warehouse' as source
    from {{ ref('int_checks_measured') }}

    union all by name

    select
        *,
        'continuity' as source
    from {{ ref('int_continuity_measured') }}
),

catalogue as (
    select * from {{ ref('stg_registry__checks') }}
),

gathered as (
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
        case when evaluated > 0 then is_passed end as is_passed,
        source,
        measured_at,
        cast(null as varchar) as details
    from at_the_door

    union all

    select
        by_rule.clinic_id,
        by_rule.export_name,
        by_rule.feed,
        by_rule.rule_id as check_id,
        catalogue.reason as description,
        coalesce(catalogue.severity, 'error') as severity,
        coalesce(catalogue.threshold, 0) as threshold,
        by_rule.evaluated,
        by_rule.failed,
        cast(0 as bigint) as not_applicable,
        by_rule.failed <= coalesce(catalogue.threshold, 0) * by_rule.evaluated as is_passed,
        'door' as source,
        by_rule.received_at as measured_at,
        cast(null as varchar) as details
    from by_rule
    left join catalogue on by_rule.rule_id = catalogue.check_id

    union all

    select
        in_the_warehouse.clinic_id,
        in_the_warehouse.export_name,
        in_the_warehouse.feed,
        in_the_warehouse.check_id,
        in_the_warehouse.description,
        catalogue.severity,
        catalogue.threshold,
        in_the_warehouse.evaluated,
        in_the_warehouse.failed,
        in_the_warehouse.not_applicable,
        case
            when in_the_warehouse.evaluated > 0
                then in_the_warehouse.failed <= catalogue.threshold * in_the_warehouse.evaluated
        end as is_passed,
        in_the_warehouse.source,
        {{ known_at() }} as measured_at,
        in_the_warehouse.details
    from in_the_warehouse
    inner join catalogue on in_the_warehouse.check_id = catalogue.check_id
)

select * from gathered
