{#
  Forms with the scores of each of their scales. `responses`: forms placed in their course, `scales` the scales prepared;
  `carried`: further columns of `responses` that are wanted beside the scores.
#}
{% macro scored_forms(responses, scales, carried=[]) -%}
    with responses as (
        select * from {{ responses }}
    ),

    scales as (
        select * from {{ scales }}
    ),

    -- A form of an instrument without a scale stays as one row without a score.
    forms as (
        select
            responses.* exclude (clinic_id, client_key),
            scales.scale_id,
            scales.construct,
            scales.method,
            scales.signed_items,
            scales.scale_item_count,
            scales.takes_answers_as_given,
            scales.optional_items,
            scales.item_groups,
            scales.item_units,
            scales.reversal_sum,
            scales.skipped_after,
            scales.lowest_answer,
            scales.multiply_by_millionths,
            scales.max_missing,
            scales.imputation,
            scales.rounding,
            scales.conversion_from,
            scales.converted_scores,
            scales.maximum,
            scales.takes_declared_total,
            scales.keeps_declared_total
        from responses
        left join scales on responses.instrument_id = scales.instrument_id
    ),

    keyed as (
        select
            *,
            case
                when takes_answers_as_given then cast(items as integer[])
                else {{ keyed_items('signed_items', 'forms') }}
            end as keyed_items,
            -- Only where a gap is filled within its own group are the groups looked at one by one.
            case
                when imputation = 'rounded_mean'
                    then list_transform(item_groups, lambda signed_group: {{ keyed_items('signed_group', 'forms') }})
            end as keyed_groups
        from forms
    ),

    summed as (
        select
            * exclude (keyed_items, keyed_groups),
            case when items is not null and scale_item_count > 0 then cast(list_count(keyed_items) as integer) end
                as items_answered,
            cast(list_sum(keyed_items) as bigint) as keyed_sum,
            case
                when len(optional_items) > 0
                    then len(
                            list_filter(
                                range(1, scale_item_count + 1),
                                lambda place:
                                keyed_items[place] is null and list_contains(optional_items, abs(signed_items[place]))
                            )
                        )
                else 0
            end as optional_missing,
            list_transform(keyed_groups, lambda keyed_group: {{ sum_with_rounded_means('keyed_group', 'item_units') }})
                as group_sums,
            case when construct = 'alliance' then list_min(keyed_items) / cast(item_units as double) end as lowest_item
        from keyed
    ),

    counted as (
        select
            *,
            scale_item_count - items_answered as items_missing,
            items_answered > 0 and scale_item_count - items_answered - optional_missing <= max_missing
            and (group_sums is null or list_count(group_sums) = len(group_sums)) as is_scored
        from summed
    ),

    -- The score as one exact fraction: of whole units, answered items and millionths.
    fractions as (
        select
            *,
            case
                when imputation = 'rounded_mean' then cast(list_sum(group_sums) as bigint)
                when imputation = 'left_out' or method = 'mean' then keyed_sum
                else keyed_sum * scale_item_count
            end * multiply_by_millionths as numerator,
            cast(case when imputation = 'mean' then items_answered else 1 end as bigint) * item_units * 1000000
                as denominator
        from counted
    ),

    scored as (
        select
            *,
            case
                when method = 'declared' or items is null then case when takes_declared_total then declared_total end
                when not is_scored then null
                when converted_scores is not null then converted_scores[keyed_sum // item_units - conversion_from + 1]
                when rounding = 'half_up' and items_missing > 0
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
            items_missing,
            case when score is not null then items_missing > 0 and imputation != 'left_out' end as is_prorated,
            case when keeps_declared_total then declared_total end as declared_total,
            case
                when items_answered is not null and takes_declared_total
                    then {{ millionths('score') }} = {{ millionths('declared_total') }}
            end as declared_matches,
            {{ millionths('score') }} >= {{ millionths('maximum') }} as is_at_ceiling,
            lowest_item,
            {% for column in carried -%}
                {{ column }},
            {% endfor -%}
            items is not null or declared_total is not null as has_answers
        from scored
    )

    select * from finished
{%- endmacro %}
