{# How many Mondays there are up to a day, itself included; the difference of two days' counts is a number of weeks. #}
{% macro mondays_until(day) -%}
    (({{ day }}) - date '1970-01-05') // 7
{%- endmacro %}
