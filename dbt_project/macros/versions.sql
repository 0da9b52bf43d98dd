{#
  Versions of an entity: which landed row stands.

  Most keys have one row. All window work is therefore done for the others only; what they come to is kept in
  int_<feed>_versioned, and a row that isn't listed there was loaded and stands.
#}

{% macro entity_key(feed) -%}
    {{ return({
        'clients': 'client_key', 'therapists': 'therapist_key', 'episodes': 'episode_key',
        'appointments': 'appointment_key', 'responses': 'response_key',
        'actions': 'action_key'
    }[feed]) }}
{%- endmacro %}

{# What a row says, besides whose it is and where it came from: two versions are equal if all of it is. #}
{% macro content_of(feed) -%}
    {%- set attributes = {
        'clients': ['consent', 'birth_year', 'gender', 'ethnicity_group', 'employment', 'language'],
        'therapists': ['profession', 'qualified_year'],
        'episodes': [
            'client_key', 'therapist_key', 'start_date', 'referral_date', 'end_date', 'end_reason', 'programme',
            'presenting_problem', 'modality', 'planned_sessions', 'age_at_start', 'is_synthetic_date'
        ],
        'appointments': [
            'episode_key', 'scheduled_at', 'has_time', 'status', 'therapist_key', 'modality', 'is_synthetic_date',
            'is_impossible_time'
        ],
        'responses': [
            'episode_key', 'instrument_id', 'respondent', 'completed_at', 'has_time', 'appointment_key', 'items',
            'is_keyed', 'declared_total', 'not_given_reason', 'comment_length', 'is_synthetic_date',
            'is_impossible_time', 'is_fractional_total'
        ],
        'actions': ['episode_key', 'acted_on', 'kind', 'response_key', 'instrument_id', 'form_on', 'is_synthetic_date']
    } -%}
    {{ return(attributes[feed] + ['is_withdrawn']) }}
{%- endmacro %}

{% macro as_struct(columns) -%}
    struct_pack({% for column in columns %}{{ column }} := {{ column }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{# Last word first: when the sender knew it, then arrival, then delivery and row so that a tie is no accident. #}
{% macro version_order(direction='asc') -%}
    exported_at {{ direction }}, received_at {{ direction }}, delivery_key {{ direction }}, source_row {{ direction }}
{%- endmacro %}

{#
  Every landed row of a feed that isn't simply the only one of its key.
  `conflict_on`: what two rows of one key and one exported_at mustn't differ in; else neither counts.
#}
{% macro versioned(feed, rows_relation, superseded_relation, conflict_on=none) -%}
    {%- set key = entity_key(feed) -%}
    {#- Not materialized: the rows are read three times, which is cheaper than keeping a copy of all of them. -#}
    with known_rows as not materialized (
        select * from {{ known(rows_relation) }}
    ),

    superseded as (
        select delivery_key from {{ superseded_relation }}
    ),

    read_again as (
        select
            known_rows.*,
            'duplicate' as state,
            'read_again' as reason,
            false as is_current
        from known_rows
        semi join superseded on known_rows.delivery_key = superseded.delivery_key
    ),

    repeated_keys as (
        select {{ key }}
        from known_rows
        anti join superseded on known_rows.delivery_key = superseded.delivery_key
        group by {{ key }}
        having count(*) > 1
    ),

    repeated as (
        select known_rows.*
        from known_rows
        anti join superseded on known_rows.delivery_key = superseded.delivery_key
        semi join repeated_keys on known_rows.{{ key }} = repeated_keys.{{ key }}
    ),

    contested_moments as (
        select
            {{ key }},
            exported_at
        from repeated
        group by {{ key }}, exported_at
        having {% if conflict_on %}count(distinct row({{ conflict_on | join(', ') }})) > 1{% else %}false{% endif %}
    ),

    contested as (
        select
            repeated.*,
            'quarantined' as state,
            'ROW-CONFLICT' as reason,
            false as is_current
        from repeated
        semi join contested_moments
            on repeated.{{ key }} = contested_moments.{{ key }}
            and repeated.exported_at = contested_moments.exported_at
    ),

    uncontested as (
        select
            repeated.*,
            {{ as_struct(content_of(feed)) }} as content
        from repeated
        anti join contested_moments
            on repeated.{{ key }} = contested_moments.{{ key }}
            and repeated.exported_at = contested_moments.exported_at
    ),

    ordered as (
        select
            uncontested.*,
            lag(content) over versions as content_before,
            lead(delivery_key) over versions as next_delivery_key
        from uncontested
        window versions as (partition by {{ key }} order by {{ version_order() }})
    ),

    decided as (
        select
            *,
            case when content = content_before then 'duplicate' else 'loaded' end as state,
            case when content = content_before then 'same_as_predecessor' end as reason,
            next_delivery_key is null as is_current
        from ordered
    ),

    all_decisions as (
        {% for decision in ['read_again', 'contested', 'decided'] -%}
        select
            batch_path,
            clinic_id,
            delivery_key,
            source_row,
            {{ key }} as entity_key,
            exported_at,
            received_at,
            state,
            reason,
            is_current
        from {{ decision }}
        {{ 'union all' if not loop.last }}
        {% endfor %}
    )

    select * from all_decisions
{%- endmacro %}

{#
  The rows that stand: the current one of each key, unless it says itself that the thing was entered in error, or a
  later snapshot has withdrawn it.
#}
{% macro standing_rows(feed, rows_relation, versioned_relation, withdrawn_relation) -%}
    {%- set key = entity_key(feed) -%}
    (
        select known_rows.*
        from {{ known(rows_relation) }} as known_rows
        anti join (select delivery_key, source_row from {{ versioned_relation }} where not is_current) as outdated
            on known_rows.delivery_key = outdated.delivery_key and known_rows.source_row = outdated.source_row
        anti join (select entity_key from {{ withdrawn_relation }} where feed = '{{ feed }}') as withdrawn
            on known_rows.{{ key }} = withdrawn.entity_key
        where known_rows.is_withdrawn is not true
    )
{%- endmacro %}

{#
  Keys of a feed that a later full snapshot lacks.

  An export answers for the keys that it has ever delivered. A key is withdrawn by a complete snapshot of that
  export which is younger than the key's latest row (from whichever export) and in which the key is neither landed
  nor quarantined. A key that reappears has a younger row again, and stands.
#}
{% macro withdrawn_keys(
    feed, rows_relation, versioned_relation, deliveries_relation, snapshots_relation, quarantine_relation
) -%}
    {%- set key = entity_key(feed) -%}
    (
        with snapshots as (
            select * from {{ snapshots_relation }} where feed = '{{ feed }}'
        ),

        answering_exports as (
            select distinct clinic_id, export_name from snapshots
        ),

        answering_deliveries as (
            select deliveries.*
            from {{ deliveries_relation }} as deliveries
            semi join answering_exports
                on deliveries.clinic_id = answering_exports.clinic_id
                and deliveries.export_name = answering_exports.export_name
            where deliveries.feed = '{{ feed }}'
        ),

        landed as (
            select
                answering_deliveries.clinic_id,
                answering_deliveries.export_name,
                answering_deliveries.mode,
                answering_deliveries.exported_at as snapshot_at,
                known_rows.{{ key }} as entity_key
            from {{ known(rows_relation) }} as known_rows
            inner join answering_deliveries on known_rows.delivery_key = answering_deliveries.delivery_key
        ),

        delivered_keys as (
            select distinct clinic_id, export_name, entity_key from landed
        ),

        latest_rows as (
            select
                known_rows.{{ key }} as entity_key,
                max(known_rows.exported_at) as latest_at
            from {{ known(rows_relation) }} as known_rows
            semi join delivered_keys on known_rows.{{ key }} = delivered_keys.entity_key
            anti join (
                select delivery_key, source_row from {{ versioned_relation }}
                where reason in ('read_again', 'ROW-CONFLICT')
            ) as uncounted
                on known_rows.delivery_key = uncounted.delivery_key and known_rows.source_row = uncounted.source_row
            group by known_rows.{{ key }}
        ),

        later_snapshots as (
            select
                delivered_keys.clinic_id,
                delivered_keys.export_name,
                delivered_keys.entity_key,
                snapshots.exported_at as snapshot_at
            from delivered_keys
            inner join latest_rows on delivered_keys.entity_key = latest_rows.entity_key
            inner join snapshots
                on delivered_keys.clinic_id = snapshots.clinic_id
                and delivered_keys.export_name = snapshots.export_name
                and latest_rows.latest_at < snapshots.exported_at
        ),

        quarantined as (
            select
                answering_deliveries.clinic_id,
                answering_deliveries.export_name,
                answering_deliveries.exported_at as snapshot_at,
                quarantine.entity_key
            from {{ quarantine_relation }} as quarantine
            inner join answering_deliveries on quarantine.delivery_key = answering_deliveries.delivery_key
            where quarantine.entity_key is not null
        ),

        present as (
            select clinic_id, export_name, snapshot_at, entity_key from landed where mode = 'full'
            union all
            select clinic_id, export_name, snapshot_at, entity_key from quarantined
        )

        select
            '{{ feed }}' as feed,
            later_snapshots.entity_key,
            min(later_snapshots.snapshot_at) as withdrawn_at
        from later_snapshots
        anti join present
            on later_snapshots.clinic_id = present.clinic_id
            and later_snapshots.export_name = present.export_name
            and later_snapshots.snapshot_at = present.snapshot_at
            and later_snapshots.entity_key = present.entity_key
        group by later_snapshots.entity_key
    )
{%- endmacro %}

{#
  How the landed rows of each delivery ended. Order of reasons: read again, conflict, opted out, duplicate, loaded.
  `opted_out_relation` lists the keys of `opted_out_key` that mustn't be used; `or_if` adds rows that say so themselves.
#}
{% macro counted_rows(
    feed, rows_relation, versioned_relation, opted_out_relation=none, opted_out_key=none, or_if='false'
) -%}
    select
        '{{ feed }}' as feed,
        batch_path,
        delivery_key,
        count(*) as landed,
        count(*) filter (ending = 'read_again') as read_again,
        count(*) filter (ending = 'ROW-CONFLICT') as conflicting,
        count(*) filter (ending = 'opted_out') as opted_out,
        count(*) filter (ending = 'same_as_predecessor') as same_as_predecessor,
        count(*) filter (ending = 'loaded') as loaded
    from (
        select
            known_rows.batch_path,
            known_rows.delivery_key,
            case
                when versioned.reason in ('read_again', 'ROW-CONFLICT') then versioned.reason
                {% if opted_out_key -%}
                when opted_out.{{ opted_out_key }} is not null or coalesce({{ or_if }}, false) then 'opted_out'
                {% endif -%}
                else coalesce(versioned.reason, 'loaded')
            end as ending
        from {{ known(rows_relation) }} as known_rows
        left join {{ versioned_relation }} as versioned
            on known_rows.delivery_key = versioned.delivery_key and known_rows.source_row = versioned.source_row
        {% if opted_out_key -%}
        left join {{ opted_out_relation }} as opted_out
            on known_rows.{{ opted_out_key }} = opted_out.{{ opted_out_key }}
        {% endif %}
    )
    group by batch_path, delivery_key
{%- endmacro %}
