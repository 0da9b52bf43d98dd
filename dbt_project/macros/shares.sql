{# Wilson's 95 % limits of a share, null where there is nothing to divide by. Source: Wilson 1927. #}
{% macro wilson_lower(numerator, denominator) -%}
    case when {{ denominator }} > 0 then greatest(0, {{ wilson_limit(numerator, denominator, '-') }}) end
{%- endmacro %}

{% macro wilson_upper(numerator, denominator) -%}
    case when {{ denominator }} > 0 then least(1, {{ wilson_limit(numerator, denominator, '+') }}) end
{%- endmacro %}

{#- 3.841458820694124 is the square of 1.959963984540054. -#}
{% macro wilson_limit(numerator, denominator, sign) -%}
    (
        ({{ numerator }} + 3.841458820694124 / 2) {{ sign }} 1.959963984540054 * sqrt(
            {{ numerator }} * (1 - cast({{ numerator }} as double) / {{ denominator }}) + 3.841458820694124 / 4
        )
    ) / ({{ denominator }} + 3.841458820694124)
{%- endmacro %}
