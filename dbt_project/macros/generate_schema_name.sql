{# Schemas are called what their folder says, in every target: staging, intermediate, marts, audit, meta. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
