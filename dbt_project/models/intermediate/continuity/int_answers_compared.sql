{#
  Whether a clinic's answers are what its configuration takes them for, over the last year of its forms: reversed items
  that go against the others were turned twice or not at all; a line of which no end and no tenth is ever used is
  another form of the questionnaire, with other cut-offs.
#}
{%- set fewest_forms = 30 -%}
{#- Two-sided 99.8 %: what chance does in one of a thousand comparisons isn't told. -#}
{%- set z = 3.0902 -%}

with responses as (
    select
        clinic_id,
        instrument_id,
        items,
        is_keyed
    from {{ ref('int_responses_resolved') }}
    where completed_at > {{ week_end() }} - interval 364 day and completed_at < {{ week_end() }} and items is not null
),

instruments as (
    select * from {{ ref('stg_registry__instruments') }}
),

turning_scales as (
    select
        *,
        list_filter(signed_items, lambda item: item < 0) as reversed_items,
        list_filter(signed_items, lambda item: item > 0) as straight_items
    from {{ ref('int_scales_prepared') }}
    where list_min(signed_items) < 0 and list_max(signed_items) > 0
),

forms as (
    select
        responses.clinic_id,
        responses.items,
        responses.is_keyed,
        turning_scales.*
    from responses
    inner join turning_scales on responses.instrument_id = turning_scales.instrument_id
),

halved as (
    select
        clinic_id,
        scale_id,
        list_avg({{ keyed_items('reversed_items', 'forms') }}) as of_reversed,
        list_avg({{ keyed_items('straight_items', 'forms') }}) as of_straight
    from forms
),

correlated as (
    select
        clinic_id,
        scale_id as compared,
        count(of_reversed + of_straight) as form_count,
        corr(of_reversed, of_straight) as correlation
    from halved
    group by clinic_id, scale_id
),

keying as (
    select
        clinic_id,
        'keying' as kind,
        compared,
        form_count,
        form_count >= {{ fewest_forms }} and isfinite(correlation) as is_comparable,
        -- Fisher's interval lies below 0 altogether.
        atanh(greatest(correlation, -0.999999)) + {{ z }} / sqrt(greatest(form_count - 3, 1)) < 0 as is_doubtful,
        compared || ': in ' || form_count || ' forms the reversed items go against the others (r = '
        || round(correlation, 2) || ')' as told
    from correlated
),

-- Lines that are read to a tenth or a hundredth of a point, from 0.
lines as (
    select
        responses.clinic_id,
        responses.instrument_id as compared,
        count(*) as form_count,
        min(list_min(responses.items)) > 0
        and bool_and(
            len(list_filter(responses.items, lambda answer: answer % instruments.item_units != 0)) = 0
        ) as is_doubtful
    from responses
    inner join instruments on responses.instrument_id = instruments.instrument_id
    where instruments.item_units > 1 and instruments.item_minimum = 0
    group by responses.clinic_id, responses.instrument_id
),

steps as (
    select
        clinic_id,
        'steps' as kind,
        compared,
        form_count,
        form_count >= {{ fewest_forms }} as is_comparable,
        is_doubtful,
        compared || ': all answers of ' || form_count || ' forms are whole numbers, and none is 0' as told
    from lines
),

compared as (
    select * from keying
    union all
    select * from steps
)

select * from compared
