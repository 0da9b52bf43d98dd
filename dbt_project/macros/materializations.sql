{#
  How tables and views are put in their place in DuckDB: one statement in one transaction.

  dbt-duckdb builds beside the old relation, renames twice and drops twice; each of these costs as much of the
  processor as a small model itself, and a build has two hundred small models. Within a transaction DuckDB
  replaces a relation at once, and a model that fails leaves the old one as it was.
#}

{% materialization table, adapter='duckdb', supported_languages=['sql'] %}
  {%- set target = this.incorporate(type='table') -%}
  {{ put_in_place(target, create_table_as(False, target, compiled_code)) }}
  {{ return({'relations': [target]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb', supported_languages=['sql'] %}
  {%- set target = this.incorporate(type='view') -%}
  {{ put_in_place(target, get_create_view_as_sql(target, compiled_code)) }}
  {{ return({'relations': [target]}) }}
{% endmaterialization %}

{# `creation`: the statement that makes the relation. #}
{% macro put_in_place(target, creation) -%}
  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}
  {% call statement('main') -%}
    {{ drop_existing(target) }}
    {{ creation }}
    {{ described_by_the_project(target) }}
  {%- endcall %}
  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {{ adapter.commit() }}
  {{ run_hooks(post_hooks, inside_transaction=False) }}
{%- endmacro %}

{# The relation that stands there now may be of the other kind, in a home built by another version. #}
{% macro drop_existing(target) -%}
  {%- set existing = load_cached_relation(target) -%}
  {%- if existing is not none -%}
    drop {{ existing.type }} if exists {{ existing }};
  {%- endif -%}
{%- endmacro %}

{# Descriptions of the relation and its columns, where `persist_docs` asks for them. #}
{% macro described_by_the_project(target) -%}
  {%- if config.persist_relation_docs() and model.description %}
    comment on {{ target.type }} {{ target }} is {{ duckdb_escape_comment(model.description) }};
  {%- endif %}
  {%- if config.persist_column_docs() %}
    {%- for column in model.columns.values() if column.description %}
    comment on column {{ target }}.{{ adapter.quote(column.name) }} is {{ duckdb_escape_comment(column.description) }};
    {%- endfor %}
  {%- endif %}
{%- endmacro %}
