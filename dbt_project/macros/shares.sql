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

{#- 97.5 % quantile of Student's t, off by less than .01 from four degrees of freedom on (Abramowitz & Stegun 26.7.5). -#}
{% macro student_975(freedom) -%}
    (
        1.959963984540054 + 2.372271230298562 / {{ freedom }} + 2.8224986157396112 / power({{ freedom }}, 2)
        + 2.555849679507722 / power({{ freedom }}, 3)
    )
{%- endmacro %}

{#-
    As many independent events as say as much as these: fewer than there are where those of a course are alike, and fewer
    still where courses are too few to tell how alike. Where they don't vary at all, each course counts for one.
    Source: Korn & Graubard 1998.
-#}
{% macro effective_events(ratio, standard_error, events, courses) -%}
    (
        case
            when {{ standard_error }} > 0
                then least({{ events }}, {{ ratio }} * (1 - {{ ratio }}) / power({{ standard_error }}, 2))
            else {{ courses }}
        end * power(1.959963984540054 / {{ student_975('(' ~ courses ~ ' - 1)') }}, 2)
    )
{%- endmacro %}
