{#
  From when until when each delivered version of a thing was what was known of it.

  A version is known from its arrival. What a clinic exported before its first delivery arrived here counts from its
  export instead: nobody was listening yet, and the clinic's own system knew it then. It stands until a version that
  goes before it (by the order of versions, `version_order`) is known, or a snapshot that withdraws the thing. One
  that arrives after a later export never stands.
#}

{% macro first_receipts(deliveries) -%}
    (
        select
            clinic_id,
            min(received_at) as first_received_at
        from {{ known(deliveries) }}
        group by clinic_id
    )
{%- endmacro %}

{% macro known_from(version, first_receipt) -%}
    case
        when {{ version }}.exported_at < {{ first_receipt }}.first_received_at then {{ version }}.exported_at
        else {{ version }}.received_at
    end
{%- endmacro %}

{% macro dated_versions(feed, rows_relation, versioned_relation, withdrawn_relation, deliveries_relation) -%}
    {%- set key = entity_key(feed) -%}
    with first_receipts as {{ first_receipts(deliveries_relation) }},

    listed as (
        select
            delivery_key,
            source_row,
            entity_key,
            reason
        from {{ versioned_relation }}
    ),

    uncounted as (
        select
            delivery_key,
            source_row
        from listed
        where reason is not null
    ),

    repeated_keys as (
        select entity_key from listed group by entity_key
    ),

    snapshots as (
        select
            deliveries.clinic_id,
            deliveries.exported_at,
            min({{ known_from('deliveries', 'first_receipts') }}) as known_from
        from {{ known(deliveries_relation) }} as deliveries
        inner join first_receipts on deliveries.clinic_id = first_receipts.clinic_id
        where deliveries.feed = '{{ feed }}' and deliveries.mode = 'full' and deliveries.status = 'accepted'
        group by deliveries.clinic_id, deliveries.exported_at
    ),

    withdrawn as (
        select
            entity_key,
            withdrawn_at
        from {{ withdrawn_relation }}
        where feed = '{{ feed }}'
    ),

    counted as (
        select
            rows_known.*,
            {{ known_from('rows_known', 'first_receipts') }} as known_from
        from {{ known(rows_relation) }} as rows_known
        inner join first_receipts on rows_known.clinic_id = first_receipts.clinic_id
        anti join uncounted
            on rows_known.delivery_key = uncounted.delivery_key and rows_known.source_row = uncounted.source_row
    ),

    -- Window work for the few keys with several versions only.
    replaced as (
        select
            counted.*,
            min(counted.known_from) over (
                partition by counted.{{ key }}
                order by {{ version_order() }}
                rows between 1 following and unbounded following
            ) as replaced_from
        from counted
        semi join repeated_keys on counted.{{ key }} = repeated_keys.entity_key

        union all

        select
            counted.*,
            cast(null as timestamp) as replaced_from
        from counted
        anti join repeated_keys on counted.{{ key }} = repeated_keys.entity_key
    ),

    dated as (
        select
            replaced.* exclude (replaced_from),
            coalesce(
                least(
                    replaced.replaced_from,
                    case
                        when withdrawn.entity_key is not null
                            then coalesce(snapshots.known_from, withdrawn.withdrawn_at)
                    end
                ),
                timestamp '9999-01-01'
            ) as known_until
        from replaced
        left join withdrawn on replaced.{{ key }} = withdrawn.entity_key
        left join snapshots
            on replaced.clinic_id = snapshots.clinic_id and withdrawn.withdrawn_at = snapshots.exported_at
    )

    select *
    from dated
    where known_from < known_until and is_withdrawn is not true
{%- endmacro %}
