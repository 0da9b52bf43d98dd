{#
  Comparing scores without comparing floats.

  A score is kept as a DOUBLE, and 36 - 35.9 isn't 0.1 there. Whatever decides something (a cut-off, a reliable
  change, a rupture) is therefore compared in whole millionths of a point, and sums run over these whole numbers,
  so that a mart doesn't depend on the order in which two threads add.
#}
{% macro millionths(value) -%}
    cast(round(({{ value }}) * 1000000) as bigint)
{%- endmacro %}

{% macro points(value) -%}
    (({{ value }}) / 1000000.0)
{%- endmacro %}

{# Whether a value meets a threshold whose operator is data. Null where either is null. #}
{% macro meets(value, operator, threshold) -%}
    case {{ operator }}
        when '<' then {{ millionths(value) }} < {{ millionths(threshold) }}
        when '<=' then {{ millionths(value) }} <= {{ millionths(threshold) }}
        when '>' then {{ millionths(value) }} > {{ millionths(threshold) }}
        when '>=' then {{ millionths(value) }} >= {{ millionths(threshold) }}
    end
{%- endmacro %}

{# floor(numerator / denominator) for whole numbers; DuckDB's // cuts towards zero. #}
{% macro floor_division(numerator, denominator) -%}
    (
        ({{ numerator }}) // ({{ denominator }})
        - case when ({{ numerator }}) % ({{ denominator }}) < 0 then 1 else 0 end
    )
{%- endmacro %}

{# numerator / denominator rounded half up (towards better than one half) to a whole number, exactly. #}
{% macro half_up(numerator, denominator) -%}
    {{ floor_division('2 * (' ~ numerator ~ ') + (' ~ denominator ~ ')', '2 * (' ~ denominator ~ ')') }}
{%- endmacro %}

{# Share of a count in another, null where there is nothing to divide by. #}
{% macro share(numerator, denominator) -%}
    cast({{ numerator }} as double) / nullif({{ denominator }}, 0)
{%- endmacro %}
