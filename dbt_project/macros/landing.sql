{#
  Reading landed batches once.

  A year of a large network is 20,000 batches of small files, and opening them all again each Monday costs more
  than everything else. A staging table therefore appends the batches that it hasn't got, in one read, and forgets
  those whose folder is gone (erasure writes a batch again under a new name).
#}

{# Rendered while the model runs, never while the project is parsed, so that one parse serves every home. #}
{% macro landing_folder() -%}
    {{ env_var('RAPPORT_LANDING', env_var('RAPPORT_HOME', 'rapport-home') ~ '/landing') | replace("'", "''") }}
{%- endmacro %}

{# north/20261116T060000Z-phq9 from .../clinic=north/batch=20261116T060000Z-phq9/rows.parquet #}
{% macro batch_path(file_name) -%}
    regexp_replace({{ file_name }}, '^.*clinic=([^/]+)/batch=([^/]+)/[^/]+$', '\1/\2')
{%- endmacro %}

{% macro committed_batches(folders, file) -%}
    (
        {% for folder in folders -%}
            select file as file_name, {{ batch_path('file') }} as batch_path
            from glob('{{ landing_folder() }}/{{ folder }}/clinic=*/batch=*/{{ file }}.parquet')
            {{ 'union all' if not loop.last }}
        {% endfor -%}
    )
{%- endmacro %}

{#
  Rows of the batches that this table lacks, as one read_parquet call. The zero-row file stands first: it gives
  the types, and lets a home without a batch build.
#}
{% macro new_batches(folders, file, empty, source_relation) -%}
    {%- if execute -%}
        {%- set files = [landing_folder() ~ '/' ~ empty] -%}
        {%- if is_incremental() -%}
            {%- set arrivals = run_query(
                'select file_name from ' ~ committed_batches(folders, file)
                ~ ' where batch_path not in (select distinct batch_path from ' ~ this ~ ') order by file_name'
            ) -%}
            {%- do files.extend(arrivals.columns[0].values()) -%}
        {%- else -%}
            {%- set filled = run_query(
                "select distinct regexp_replace(file_name, 'clinic=[^/]+/batch=[^/]+/[^/]+$', '') from "
                ~ committed_batches(folders, file) ~ " order by 1"
            ) -%}
            {%- for folder in filled.columns[0].values() -%}
                {%- do files.append(folder ~ 'clinic=*/batch=*/' ~ file ~ '.parquet') -%}
            {%- endfor -%}
        {%- endif -%}
        read_parquet(
            [
                {%- for name in files %}
                '{{ name | replace("'", "''") }}'{{ ',' if not loop.last }}
                {%- endfor %}
            ],
            filename = 'batch_file', union_by_name = false, hive_partitioning = false
        )
    {%- else -%}
        {{ source_relation }}
    {%- endif -%}
{%- endmacro %}

{# Before anything is appended: rows of batches whose folder no longer exists. #}
{% macro forget_vanished_batches(folders, file) -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where batch_path not in (select batch_path from {{ committed_batches(folders, file) }})
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}

{% macro feeds() -%}
    {{ return(['clients', 'therapists', 'episodes', 'appointments', 'responses']) }}
{%- endmacro %}
