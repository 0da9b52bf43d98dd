{#
  What a clinic's deliveries say about themselves over time. Deliveries are placed by when the sender made them
  (exported_at), so that a first delivery of a year's files still shows the year.
#}

{# The end of the seven days that a run looks at: the run itself, or the day after the reported week. #}
{% macro audit_moment() -%}
    least({{ known_at() }}, {{ week_end() }} + interval 1 day)
{%- endmacro %}

{% macro period_start() -%}
    ({{ audit_moment() }} - interval 7 day)
{%- endmacro %}

{# What is usual is what the half year before those seven days says. #}
{% macro usual_start() -%}
    ({{ audit_moment() }} - interval 189 day)
{%- endmacro %}

{#
  The fields of a feed that are profiled. `if`: the rows that the field can be expected in; `blank`: what counts as
  not filled (else null). Keys and dates without which a row is refused are left out: they can't be missing.
#}
{% macro profiled_fields(feed) -%}
    {{ return({
        'clients': [
            {'name': 'consent'}, {'name': 'birth_year'}, {'name': 'gender'}, {'name': 'ethnicity_group'},
            {'name': 'employment'}, {'name': 'language'}
        ],
        'therapists': [{'name': 'profession'}, {'name': 'qualified_year'}],
        'episodes': [
            {'name': 'therapist_key'}, {'name': 'referral_date'},
            {'name': 'end_reason', 'if': 'end_date is not null'}, {'name': 'programme'},
            {'name': 'presenting_problem'}, {'name': 'modality'}, {'name': 'planned_sessions'},
            {'name': 'age_at_start'}
        ],
        'appointments': [{'name': 'status'}, {'name': 'therapist_key'}, {'name': 'modality'}],
        'responses': [
            {'name': 'instrument_id'}, {'name': 'respondent'}, {'name': 'appointment_key'},
            {'name': 'items', 'if': 'items is not null', 'blank': 'list_count(items) < len(items)'},
            {'name': 'declared_total'}
        ]
    }[feed]) }}
{%- endmacro %}

{# Columns that hold words of a list: those whose shares are compared. #}
{% macro coded_fields(feed) -%}
    {{ return({
        'clients': ['consent', 'gender', 'ethnicity_group', 'employment', 'language'],
        'therapists': ['profession'],
        'episodes': ['end_reason', 'programme', 'presenting_problem', 'modality'],
        'appointments': ['status', 'modality'],
        'responses': ['instrument_id', 'respondent']
    }[feed]) }}
{%- endmacro %}

{# Words of a closed or open list that say nothing in particular. #}
{% macro is_default_word(column) -%}
    {{ column }} in ('unknown', 'not_stated', 'not_known', 'not_recorded', 'not_given')
{%- endmacro %}

{# One row per delivery and field of a feed: rows it can be expected in, filled ones, and of these what they say. #}
{% macro counted_fields(feed, rows_relation) -%}
    {%- set fields = profiled_fields(feed) -%}
    {%- set coded = coded_fields(feed) -%}
    (
        with counted as (
            select
                delivery_key,
                {% for field in fields -%}
                {%- set applies = field.get('if', 'true') -%}
                {%- set blank = field.get('blank', field.name ~ ' is null') -%}
                count(*) filter ({{ applies }}) as rows_{{ loop.index }},
                count(*) filter (({{ applies }}) and ({{ blank }})) as missing_{{ loop.index }},
                {% if field.name in coded -%}
                count(*) filter (({{ applies }}) and {{ field.name }} = 'other') as other_{{ loop.index }},
                count(*) filter (({{ applies }}) and {{ is_default_word(field.name) }}) as default_{{ loop.index }}
                {%- else -%}
                0 as other_{{ loop.index }},
                0 as default_{{ loop.index }}
                {%- endif %}{{ ',' if not loop.last }}
                {% endfor %}
            from {{ known(rows_relation) }} as known_rows
            where is_withdrawn is not true{{ " and consent is distinct from 'opted_out'" if feed == 'clients' }}
            group by delivery_key
        )

        select
            counted.delivery_key,
            fields.field,
            fields.row_count,
            fields.missing,
            fields.other,
            fields.defaulted
        from counted
        cross join lateral (
            values
            {% for field in fields -%}
            (
                '{{ field.name }}', rows_{{ loop.index }}, missing_{{ loop.index }}, other_{{ loop.index }},
                default_{{ loop.index }}
            ){{ ',' if not loop.last }}
            {% endfor %}
        ) as fields (field, row_count, missing, other, defaulted)
    )
{%- endmacro %}

{# One row per delivery, coded field and word, of the half year that is compared. #}
{% macro counted_codes(feed, rows_relation) -%}
    {%- set coded = coded_fields(feed) -%}
    (
        with recent as (
            select * from {{ known(rows_relation) }}
            where exported_at > {{ usual_start() }} and is_withdrawn is not true
        )

        {% for column in coded -%}
        select
            delivery_key,
            '{{ column }}' as field,
            {{ column }} as code,
            count(*) as row_count
        from recent
        where {{ column }} is not null
        group by delivery_key, {{ column }}
        {{ 'union all' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}
