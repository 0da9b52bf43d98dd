with responses as (
    select * from {{ ref('int_responses_linked') }}
),

scales as (
    select * from {{ ref('int_scales_prepared') }}
),

-- A form of an instrument without a scale (a provisional one) stays as one row without a score.
keyed as (
    select
        responses.* exclude (clinic_id, client_key, items, is_keyed),
        responses.items is not null as has_items,
        responses.items is not null or responses.declared_total is not null as has_answers,
        scales.scale_id,
        scales.construct,
        scales.method,
        scales.item_units,
        scales.multiply_by_millionths,
        scales.scale_item_count,
        scales.max_missing,
        scales.rounding,
        scales.conversion_from,
        scales.converted_scores,
        scales.maximum,
        scales.takes_declared_total,
        {{ keyed_items('scales.signed_items', 'responses.items', 'responses.is_keyed', 'scales.reversal_sum') }}
            as keyed_items
    from responses
    left join scales on responses.instrument_id = scales.instrument_id
),

summed as (
    select
        * exclude (keyed_items),
        case when has_items then cast(list_count(keyed_items) as integer) end as items_answered,
        cast(list_sum(keyed_items) as bigint) as keyed_sum,
        case when construct = 'alliance' then list_min(keyed_items) / cast(item_units as double) end as lowest_item
    from keyed
),

-- The score as one exact fraction: of whole units, answered items and millionths.
fractions as (
    select
        *,
        has_items and scale_item_count - items_answered <= max_missing and items_answered > 0 as is_scored,
        items_answered < scale_item_count as is_incomplete,
        keyed_sum * multiply_by_millionths * case when method = 'sum' then scale_item_count else 1 end as numerator,
        cast(items_answered as bigint) * item_units * 1000000 as denominator
    from summed
),

scored as (
    select
        *,
        case
            when not has_items then case when takes_declared_total then declared_total end
            when not is_scored then null
            when converted_scores is not null then converted_scores[keyed_sum // item_units - conversion_from + 1]
            when rounding = 'half_up' and is_incomplete
                then cast({{ half_up('numerator', 'denominator') }} as double)
            else numerator / cast(denominator as double)
        end as score
    from fractions
),

finished as (
    select
        ---------- ids
        response_key,
        scale_id,
        instrument_id,
        episode_key,
        therapist_key,
        ---------- codes
        respondent,
        not_given_reason,
        ---------- time and place
        completed_at,
        session_number,
        session_link,
        session_on,
        ---------- score
        score,
        items_answered,
        cast(scale_item_count - items_answered as integer) as items_missing,
        case when score is not null then case when has_items then is_incomplete end end as is_prorated,
        case when takes_declared_total then declared_total end as declared_total,
        case
            when has_items and takes_declared_total
                then {{ millionths('score') }} = {{ millionths('declared_total') }}
        end as declared_matches,
        {{ millionths('score') }} >= {{ millionths('maximum') }} as is_at_ceiling,
        lowest_item,
        has_answers
    from scored
)

select * from finished
