{#
  What the seven days up to the run have changed of what was known before: versions that stood then beside what stands
  now. Only keys that something has arrived for are looked at, and only clinics that had sent anything before: to a
  first delivery there is nothing to compare.
#}

{% macro changed_since() -%}
    ({{ known_at() }} - interval 7 day)
{%- endmacro %}

{% macro week_start() -%}
    ({{ week_end() }} - interval 7 day)
{%- endmacro %}

{#
  The rows of touched keys that stood before and that stand now, as (moment, <key and columns>).
  What stood before is the last word then, by the order of versions, unless it was gone by then: the client had opted out, or a
  snapshot lacked it.
#}
{% macro before_and_now(feed, rows_relation, versioned_relation, resolved_relation, columns) -%}
    {%- set key = entity_key(feed) -%}
    touched_{{ feed }} as (
        select distinct known_rows.{{ key }}
        from {{ known(rows_relation) }} as known_rows
        semi join earlier_clinics on known_rows.clinic_id = earlier_clinics.clinic_id
        where known_rows.received_at > {{ changed_since() }}

        union

        select withdrawn.entity_key as {{ key }}
        from withdrawn
        where withdrawn.feed = '{{ feed }}'

        union

        select known_rows.{{ key }}
        from {{ known(rows_relation) }} as known_rows
        semi join opted_out_since on known_rows.episode_key = opted_out_since.episode_key
    ),

    versions_{{ feed }} as (
        select
            known_rows.{{ key }},
            known_rows.clinic_id,
            known_rows.is_withdrawn,
            {% for column in columns -%}
            known_rows.{{ column }},
            {% endfor -%}
            row_number() over (
                partition by known_rows.{{ key }}
                order by
                    known_rows.exported_at desc, known_rows.received_at desc, known_rows.delivery_key desc,
                    known_rows.source_row desc
            ) as place_from_last
        from {{ known(rows_relation) }} as known_rows
        semi join touched_{{ feed }} on known_rows.{{ key }} = touched_{{ feed }}.{{ key }}
        semi join earlier_clinics on known_rows.clinic_id = earlier_clinics.clinic_id
        anti join out_before on known_rows.episode_key = out_before.episode_key
        anti join (select entity_key from gone_before where feed = '{{ feed }}') as gone
            on known_rows.{{ key }} = gone.entity_key
        anti join (
            select
                delivery_key,
                source_row
            from {{ versioned_relation }}
            where state = 'quarantined' or reason = 'read_again'
        ) as uncounted
            on known_rows.delivery_key = uncounted.delivery_key and known_rows.source_row = uncounted.source_row
        where known_rows.received_at <= {{ changed_since() }}
    ),

    {{ feed }}_told as (
        select
            'before' as moment,
            {{ key }},
            clinic_id,
            {{ columns | join(', ') }}
        from versions_{{ feed }}
        where place_from_last = 1 and is_withdrawn is not true

        union all

        select
            'now' as moment,
            resolved.{{ key }},
            resolved.clinic_id,
            {% for column in columns -%}
            resolved.{{ column }}{{ ',' if not loop.last }}
            {% endfor -%}
        from {{ resolved_relation }} as resolved
        semi join touched_{{ feed }} on resolved.{{ key }} = touched_{{ feed }}.{{ key }}
        semi join earlier_clinics on resolved.clinic_id = earlier_clinics.clinic_id
    )
{%- endmacro %}
