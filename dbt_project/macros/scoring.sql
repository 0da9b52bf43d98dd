{#
  Scoring a form from its list of items.

  `signed_items` names a scale's items, reversed ones negative. A form that its sender has keyed already is never
  reversed again. Everything stays in the whole units in which items are stored (tenths for lines read to a tenth)
  until the score is made.
#}

{# The scale's answers, turned so that they add up; null where unanswered. `reversal_sum` is minimum + maximum. #}
{% macro keyed_items(signed_items, items, is_keyed, reversal_sum) -%}
    list_transform(
        {{ signed_items }},
        lambda item:
            case
                when item > 0 or {{ is_keyed }} then {{ items }}[abs(item)]
                else {{ reversal_sum }} - {{ items }}[-item]
            end
    )
{%- endmacro %}

{# Whole years between two days; never negative. #}
{% macro whole_years(from_day, to_day) -%}
    greatest(date_sub('year', {{ from_day }}, {{ to_day }}), 0)
{%- endmacro %}

{# Age at a form: from the age at the start, else from the year of birth, else unknown. #}
{% macro age_on(day, age_at_start, start_date, birth_year) -%}
    cast(
        coalesce(
            {{ age_at_start }} + {{ whole_years(start_date, day) }},
            year({{ day }}) - {{ birth_year }}
        ) as integer
    )
{%- endmacro %}
