{# One table of the registries, as the run wrote it. Rendered while the view is made, so one parse serves all homes. #}
{% macro registry_table(name, source_relation) -%}
    {%- if execute -%}
        read_parquet('{{ env_var("RAPPORT_REGISTRY", "registry") | replace("'", "''") }}/{{ name }}.parquet')
    {%- else -%}
        {{ source_relation }}
    {%- endif -%}
{%- endmacro %}
