{#
  Scoring a form from its list of items.

  `signed_items` names a scale's items, reversed ones negative. A form that its sender has keyed already is never
  reversed again. Everything stays in the whole units in which items are stored (tenths for lines read to a tenth)
  until the score is made.
#}

{#
  One answer as sent; an item that the form's own rule lets be skipped (`skipped_after` names the item whose lowest
  answer does) counts as the lowest.
#}
{% macro given_answer(item, items, skipped_after, lowest_answer) -%}
    coalesce(
        {{ items }}[{{ item }}],
        case when {{ items }}[{{ skipped_after }}[{{ item }}]] = {{ lowest_answer }} then {{ lowest_answer }} end
    )
{%- endmacro %}

{# A list of signed items as answers that add up; null where unanswered. `reversal_sum` is minimum + maximum. #}
{% macro keyed_items(signed_items, form) -%}
    list_transform(
        {{ signed_items }},
        lambda item:
            case
                when item > 0 or {{ form }}.is_keyed
                    then {{ given_answer('abs(item)', form ~ '.items', form ~ '.skipped_after', form ~ '.lowest_answer') }}
                else
                    {{ form }}.reversal_sum
                    - {{ given_answer('-item', form ~ '.items', form ~ '.skipped_after', form ~ '.lowest_answer') }}
            end
    )
{%- endmacro %}

{#
  The sum of one group of keyed items in which each unanswered one counts as the mean of the answered ones, as a whole
  number of points, half up. Null where a whole group is unanswered.
#}
{% macro sum_with_rounded_means(keyed_items, units) -%}
    case
        when list_count({{ keyed_items }}) > 0
            then list_sum({{ keyed_items }})
            + {{ half_up('cast(list_sum(' ~ keyed_items ~ ') as bigint)', 'list_count(' ~ keyed_items ~ ') * ' ~ units) }}
            * {{ units }} * (len({{ keyed_items }}) - list_count({{ keyed_items }}))
    end
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
