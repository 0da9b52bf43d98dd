{#
  Reading landed batches once.

  A year of a large network is 20,000 batches of small files, and opening them all again each Monday costs more
  than everything else (measured: 1 ms a file, five files a batch). A staging table therefore appends the batches
  that it hasn't read, in one read, and forgets those whose folder is gone (erasure writes a batch again under a
  new name). Which batches have been read stands in staging.batches_read: a batch may have no row to tell by.

  What is read is decided by hooks and handed over in a DuckDB variable, so that nothing of a home is rendered
  while the project is parsed, and no list of thousands of files gets into compiled SQL.
#}

{% macro prepare_staging() -%}
    create schema if not exists staging;
    create table if not exists staging.batches_read (table_name varchar, batch_path varchar);
{%- endmacro %}

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
            select file as batch_file, {{ batch_path('file') }} as batch_path
            from glob('{{ landing_folder() }}/{{ folder }}/clinic=*/batch=*/{{ file }}.parquet')
            {{ 'union all' if not loop.last }}
        {% endfor -%}
    )
{%- endmacro %}

{% macro batches_read() -%}
    (select batch_path from staging.batches_read where table_name = '{{ this.identifier }}')
{%- endmacro %}

{# Before anything is appended: forget what is no longer landed, or everything if the table is made anew. #}
{% macro forget_vanished_batches(folders, file) -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where batch_path in (
            select batch_path from {{ batches_read() }} as read
            except
            select batch_path from {{ committed_batches(folders, file) }} as committed
        );
        delete from staging.batches_read
        where table_name = '{{ this.identifier }}'
            and batch_path not in (select batch_path from {{ committed_batches(folders, file) }} as committed);
    {%- else -%}
        delete from staging.batches_read where table_name = '{{ this.identifier }}';
    {%- endif -%}
{%- endmacro %}

{# The zero-row file stands first: it gives the types, and lets a home without a batch build. #}
{% macro list_new_batches(folders, file, empty) -%}
    set variable new_batches = (
        select list_prepend(
            '{{ landing_folder() }}/{{ empty }}',
            coalesce(list(batch_file order by batch_file), [])
        )
        from {{ committed_batches(folders, file) }} as committed
        where batch_path not in (select batch_path from {{ batches_read() }} as read)
    );
{%- endmacro %}

{% macro remember_batches() -%}
    insert into staging.batches_read
    select '{{ this.identifier }}', {{ batch_path('batch_file') }}
    from (select unnest(getvariable('new_batches')[2:]) as batch_file);
{%- endmacro %}

{# All of it, as the configuration of a staging model. #}
{% macro appends_batches(folders, file, empty) -%}
    {{ return({
        'pre_hook': [
            "{{ forget_vanished_batches(" ~ folders ~ ", '" ~ file ~ "') }}",
            "{{ list_new_batches(" ~ folders ~ ", '" ~ file ~ "', '" ~ empty ~ "') }}",
        ],
        'post_hook': "{{ remember_batches() }}",
    }) }}
{%- endmacro %}

{# The rows of the batches that this table lacks. #}
{% macro new_batches() -%}
    read_parquet(
        getvariable('new_batches'), filename = 'batch_file', union_by_name = false, hive_partitioning = false
    )
{%- endmacro %}

{% macro feeds() -%}
    {{ return(['clients', 'therapists', 'episodes', 'appointments', 'responses', 'actions']) }}
{%- endmacro %}
