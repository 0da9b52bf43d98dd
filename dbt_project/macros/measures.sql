{#
  The measures by which clinics are compared: each is one entry here, and nothing else. Models and statistics go
  through `each_measure`, so that a new measure needs no new SQL unless it counts something that no source knows yet.

  measure       its name
  unit          course (yes or no of a course), event (yes or no, several a course), form (points, several a course)
  source        the common table expression of int_courses_measured (course), or of events_and_forms (event, form)
  is_counted    what belongs to the denominator;  is_case: what belongs to the numerator (course and event)
  period_on     the day that decides whether a course belongs to the twelve months
  week_on       the day that decides to which week it belongs: when it became known. null: not shown by week
  higher_is     better or worse
  has_case_mix  whether a clinic's clients bear on it: then it is judged against what is expected of such clients
  needs_appointments  whether it can't be known of a clinic that sends no appointments
  benchmark     the published rate of the same definition (warehouse/benchmark/measures.py), or none
  counts, among what it says in words
#}
{% macro each_measure(units) -%}
    {%- set ended = "ended_on" -%}
    {%- set settled = "settled_on" -%}
    {%- set attended = "has_appointment_data and sessions_attended > 0" -%}
    {#- Of a course under way before the data begin nobody knows which session its first known one was. #}
    {%- set counted_sessions = attended ~ " and is_migrated is not true" -%}
    {%- set measures = [
        {
            'measure': 'dropout', 'unit': 'course', 'source': 'courses', 'higher_is': 'worse', 'has_case_mix': true,
            'is_counted': attended ~ " and state != 'open'", 'is_case': "state = 'dropped_out'",
            'period_on': ended, 'week_on': settled, 'needs_appointments': true, 'benchmark': none,
            'counts': 'courses that dropped out', 'among': 'ended courses with a session'
        },
        {
            'measure': 'retained_3', 'unit': 'course', 'source': 'courses', 'higher_is': 'better', 'has_case_mix': true,
            'is_counted': counted_sessions ~ " and (state != 'open' or sessions_attended >= 3)",
            'is_case': 'sessions_attended >= 3', 'period_on': 'first_attended_on', 'week_on': 'decided_3_on',
            'needs_appointments': true, 'benchmark': none, 'counts': 'courses with a third session',
            'among': 'courses that had one or ended before it'
        },
        {
            'measure': 'retained_6', 'unit': 'course', 'source': 'courses', 'higher_is': 'better', 'has_case_mix': true,
            'is_counted': counted_sessions ~ " and (state != 'open' or sessions_attended >= 6)",
            'is_case': 'sessions_attended >= 6', 'period_on': 'first_attended_on', 'week_on': 'decided_6_on',
            'needs_appointments': true, 'benchmark': none, 'counts': 'courses with a sixth session',
            'among': 'courses that had one or ended before it'
        },
        {
            'measure': 'retained_10', 'unit': 'course', 'source': 'courses', 'higher_is': 'better', 'has_case_mix': true,
            'is_counted': counted_sessions ~ " and (state != 'open' or sessions_attended >= 10)",
            'is_case': 'sessions_attended >= 10', 'period_on': 'first_attended_on', 'week_on': 'decided_10_on',
            'needs_appointments': true, 'benchmark': none, 'counts': 'courses with a tenth session',
            'among': 'courses that had one or ended before it'
        },
        {
            'measure': 'reliable_improvement', 'unit': 'course', 'source': 'outcomes', 'higher_is': 'better',
            'has_case_mix': true, 'is_counted': 'reliable_change is not null', 'is_case': "reliable_change = 'improved'",
            'period_on': ended, 'week_on': settled, 'needs_appointments': false, 'benchmark': none,
            'counts': 'courses with reliable improvement', 'among': 'ended courses with a first and a last form'
        },
        {
            'measure': 'recovery', 'unit': 'course', 'source': 'outcomes', 'higher_is': 'better', 'has_case_mix': true,
            'is_counted': 'reliable_change is not null and is_case_first', 'is_case': "clinical_change = 'recovered'",
            'period_on': ended, 'week_on': settled, 'needs_appointments': false, 'benchmark': none,
            'counts': 'courses that recovered: reliably improved, and no longer in the clinical range',
            'among': 'ended courses with a first form in the clinical range and a last form'
        },
        {
            'measure': 'deterioration', 'unit': 'course', 'source': 'outcomes', 'higher_is': 'worse',
            'has_case_mix': true, 'is_counted': 'reliable_change is not null',
            'is_case': "reliable_change = 'deteriorated'", 'period_on': ended, 'week_on': settled, 'needs_appointments': false, 'benchmark': none,
            'counts': 'courses with reliable deterioration', 'among': 'ended courses with a first and a last form'
        },
        {
            'measure': 'pairing_rate', 'unit': 'course', 'source': 'outcomes', 'higher_is': 'better',
            'has_case_mix': false, 'is_counted': 'true', 'is_case': 'is_paired', 'period_on': ended,
            'week_on': settled, 'needs_appointments': false, 'benchmark': none, 'counts': 'courses with a first and a last form',
            'among': 'ended courses'
        },
        {
            'measure': 'nhs_recovery', 'unit': 'course', 'source': 'composites', 'higher_is': 'better',
            'has_case_mix': true, 'is_counted': 'is_in_recovery_denominator', 'is_case': 'coalesce(is_recovered, false)',
            'period_on': ended, 'week_on': settled, 'needs_appointments': true, 'benchmark': 'recovery',
            'counts': 'courses that recovered by the rule of NHS Talking Therapies',
            'among': 'finished courses not known to have started below caseness'
        },
        {
            'measure': 'nhs_reliable_recovery', 'unit': 'course', 'source': 'composites', 'higher_is': 'better',
            'has_case_mix': true, 'is_counted': 'is_in_recovery_denominator',
            'is_case': 'coalesce(is_reliably_recovered, false)', 'period_on': ended, 'week_on': settled,
            'needs_appointments': true, 'benchmark': 'reliable_recovery',
            'counts': 'courses that recovered and improved reliably by the rule of NHS Talking Therapies',
            'among': 'finished courses not known to have started below caseness'
        },
        {
            'measure': 'nhs_reliable_improvement', 'unit': 'course', 'source': 'composites', 'higher_is': 'better',
            'has_case_mix': true, 'is_counted': 'is_in_change_denominator',
            'is_case': 'coalesce(is_reliably_improved, false)', 'period_on': ended, 'week_on': settled,
            'needs_appointments': true, 'benchmark': 'reliable_improvement',
            'counts': 'courses that improved reliably by the rule of NHS Talking Therapies', 'among': 'finished courses'
        },
        {
            'measure': 'nhs_deterioration', 'unit': 'course', 'source': 'composites', 'higher_is': 'worse',
            'has_case_mix': true, 'is_counted': 'is_in_change_denominator',
            'is_case': 'coalesce(is_reliably_deteriorated, false)', 'period_on': ended, 'week_on': settled,
            'needs_appointments': true, 'benchmark': 'deterioration',
            'counts': 'courses that deteriorated reliably by the rule of NHS Talking Therapies',
            'among': 'finished courses'
        },
        {
            'measure': 'alliance_low', 'unit': 'course', 'source': 'alliances', 'higher_is': 'worse',
            'has_case_mix': false, 'is_counted': 'is_low_last is not null', 'is_case': 'is_low_last',
            'period_on': 'current_on', 'week_on': settled, 'needs_appointments': false, 'benchmark': none,
            'counts': 'courses whose last form is low', 'among': 'courses open in the period with an alliance form'
        },
        {
            'measure': 'alliance_mean', 'unit': 'form', 'source': 'forms', 'higher_is': 'better', 'has_case_mix': false,
            'is_counted': "construct = 'alliance'", 'needs_appointments': false, 'benchmark': none, 'counts': 'points', 'among': 'alliance forms'
        },
        {
            'measure': 'empathy_mean', 'unit': 'form', 'source': 'forms', 'higher_is': 'better', 'has_case_mix': false,
            'is_counted': "construct = 'empathy'", 'needs_appointments': false, 'benchmark': none, 'counts': 'points', 'among': 'empathy forms'
        },
        {
            'measure': 'attendance', 'unit': 'event', 'source': 'appointments', 'higher_is': 'better',
            'has_case_mix': false, 'is_counted': "status in ('no_show', 'cancelled_by_client') or is_attended",
            'is_case': 'is_attended', 'needs_appointments': true, 'benchmark': none, 'counts': 'appointments attended',
            'among': 'appointments attended, missed or cancelled by the client'
        },
        {
            'measure': 'form_completion', 'unit': 'event', 'source': 'expected_forms', 'higher_is': 'better',
            'has_case_mix': false, 'is_counted': 'true', 'is_case': "form_state in ('received', 'late')",
            'needs_appointments': true, 'benchmark': none, 'counts': 'forms received', 'among': 'forms that the protocol asked for'
        },
    ] -%}
    {%- for measure in measures if measure.unit in units -%}
        {{ caller(measure) }}
        {%- if not loop.last %}
            union all
        {% endif -%}
    {%- endfor -%}
{%- endmacro %}

{# What a clinic's measure is called where several scales and respondents have it: recovery:phq9:client. #}
{% macro measure_id() -%}
    measure || coalesce(':' || scale_id || ':' || respondent, '')
{%- endmacro %}

{# Whether a day belongs to the twelve months that end with the reported week. #}
{% macro is_within_twelve_months(day) -%}
    {{ day }} >= {{ week_end() }} - interval 12 month and {{ day }} < {{ week_end() }}
{%- endmacro %}

{# Whether a day belongs to the weeks that control charts show: two years. #}
{% macro is_within_chart(day) -%}
    {{ day }} >= {{ week_end() }} - interval {{ var('chart_weeks') }} week and {{ day }} < {{ week_end() }}
{%- endmacro %}
