{# What a build is about (the week) and what it may know (received up to known_at). #}

{# The Monday 00:00 that ends the reported week; naive, like all clinical times. #}
{% macro week_end() -%}
    cast('{{ var("week_end") }}' as timestamp)
{%- endmacro %}

{% macro week_end_date() -%}
    cast({{ week_end() }} as date)
{%- endmacro %}

{# When dbt began, UTC. #}
{% macro started_at() -%}
    {{ run_started_at.strftime('%Y-%m-%d %H:%M:%S') if execute }}
{%- endmacro %}

{# UTC. #}
{% macro known_at() -%}
    cast('{{ var("known_at") }}' as timestamp)
{%- endmacro %}

{# The rows of a staging model that had been received by then: every later model reads landing through this. #}
{% macro known(relation, received_at='received_at') -%}
    (select * from {{ relation }} where {{ received_at }} <= {{ known_at() }})
{%- endmacro %}
