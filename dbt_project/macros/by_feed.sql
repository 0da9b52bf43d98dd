{# What is done to every feed alike; the models differ by the feed's name and columns. #}

{#
  The rows of a feed that stand, without those of clients who opted out. `opted_out_key` is the key by which they are
  known in the feed.
#}
{% macro resolved_rows(
    feed, rows_relation, versioned_relation, withdrawn_relation, opted_out_relation, opted_out_key='episode_key'
) -%}
with standing as (
    select *
    from {{ standing_rows(feed, rows_relation, versioned_relation, withdrawn_relation) }}
),

opted_out as (
    select * from {{ opted_out_relation }}
),

resolved as (
    select standing.*
    from standing
    anti join opted_out on standing.{{ opted_out_key }} = opted_out.{{ opted_out_key }}
)

select * from resolved
{%- endmacro %}

{# Resolved rows of a feed whose course hasn't arrived: the feed's own columns, and where each row stands. #}
{% macro orphaned_rows(resolved_relation, episodes_relation, columns) -%}
with resolved as (
    select * from {{ resolved_relation }}
),

episodes as (
    select episode_key from {{ episodes_relation }}
),

orphaned as (
    select
        {% for column in columns -%}
        resolved.{{ column }},
        {% endfor -%}
        resolved.delivery_key,
        resolved.batch_path,
        resolved.source_row,
        resolved.received_at
    from resolved
    anti join episodes on resolved.episode_key = episodes.episode_key
)

select * from orphaned
{%- endmacro %}

{# Orphaned rows as the audit tells them: the feed's own columns, then the file and row that each came in. #}
{% macro waiting_rows(orphaned_relation, deliveries_relation, columns) -%}
with waiting as (
    select * from {{ orphaned_relation }}
),

receipts as (
    select * from {{ known(deliveries_relation) }}
    where status = 'accepted'
),

told as (
    select
        {% for column in columns -%}
        waiting.{{ column }},
        {% endfor -%}
        receipts.receipt_key,
        receipts.export_name,
        receipts.file_name,
        waiting.source_row,
        waiting.received_at
    from waiting
    inner join receipts
        on waiting.delivery_key = receipts.delivery_key and waiting.batch_path = receipts.batch_path
)

select * from told
{%- endmacro %}

{# The feeds whose fields and codes are profiled, with their landed rows. #}
{% macro profiled_feeds() -%}
    {{ return([
        ('clients', ref('stg_landing__clients')),
        ('therapists', ref('stg_landing__therapists')),
        ('episodes', ref('stg_landing__episodes')),
        ('appointments', ref('stg_landing__appointments')),
        ('responses', ref('stg_landing__responses')),
    ]) }}
{%- endmacro %}
