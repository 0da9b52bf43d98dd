with forms as (
    select * from {{ ref('int_alliance_sequenced') }}
),

spread as (
    select * from {{ ref('int_alliance_spread') }}
),

episodes as (
    select
        episode_key,
        therapist_key
    from {{ ref('int_episodes_concluded') }}
),

signals as (
    select
        scale_id,
        kind,
        operator,
        threshold
    from {{ ref('stg_registry__scale_thresholds') }}
    where kind in ('low_total', 'low_item', 'drop')
    qualify row_number() over (partition by scale_id, kind order by threshold_id) = 1
),

low_totals as (
    select * from signals
    where kind = 'low_total'
),

low_items as (
    select * from signals
    where kind = 'low_item'
),

falls as (
    select * from signals
    where kind = 'drop'
),

-- A rupture needs a spread to be measured against; without one nothing is counted.
marked as (
    select
        forms.*,
        spread.within_sd,
        spread.between_sd,
        spread.criterion,
        forms.previous_level - forms.level as fall,
        spread.criterion > 0 and forms.previous_level - forms.level >= spread.criterion as is_rupture,
        spread.criterion > 0 and forms.previous_level - forms.level >= 2 * spread.criterion as is_strict_rupture,
        coalesce(forms.best_of_next >= forms.previous_level - spread.within_sd, false) as is_regained,
        -- Below mean - 2.66 * mean moving range of the forms before, multiplied out. Forms that never moved give no
        -- limit: one of no width would make a signal of any fall.
        case
            when forms.earlier_count >= {{ var('control_limit_minimum_forms') }} - 1 and forms.earlier_range_sum > 0
                then
                    100 * cast(forms.level as hugeint) * forms.earlier_count * (forms.earlier_count - 1)
                    < 100 * forms.earlier_level_sum * (forms.earlier_count - 1)
                    - 266 * forms.earlier_range_sum * forms.earlier_count
        end as is_below_own_limit
    from forms
    left join spread on forms.scale_id = spread.scale_id and forms.respondent = spread.respondent
),

described as (
    select
        clinic_id,
        episode_key,
        scale_id,
        respondent,
        cast(count(*) as integer) as score_count,
        max(score) filter (form_number = 1) as baseline,
        max(score) filter (forms_from_last = 1) as last,
        min(score) as minimum,
        cast(sum({{ millionths('score') }}) as double) / count(*) / 1e6 as mean,
        -- Least squares from whole sums, so that it doesn't depend on the order of adding.
        (
            count(session_number) * sum(session_number * {{ millionths('score') }})
            - sum(session_number) * sum({{ millionths('score') }}) filter (session_number is not null)
        ) / nullif(
            cast(count(session_number) * sum(session_number * session_number) as double)
            - cast(sum(session_number) as double) * sum(session_number),
            0
        ) / 1e6 as slope_per_session,
        case when count(*) > 1 then greatest(max(fall), 0) end as largest_drop,
        max(fall) filter (forms_from_last = 1) as last_fall,
        max(lowest_item) filter (forms_from_last = 1) as last_lowest_item,
        count(*) filter (is_rupture) as rupture_count,
        count(*) filter (is_rupture and is_regained) as repair_count,
        count(*) filter (is_strict_rupture) as strict_rupture_count,
        count(*) filter (is_strict_rupture and is_regained) as strict_repair_count,
        count(is_below_own_limit) as limited_count,
        count(*) filter (is_below_own_limit) as control_rupture_count,
        count(*) filter (is_below_own_limit and is_regained) as control_repair_count,
        bool_or(is_below_own_limit) filter (forms_from_last = 1) as is_below_own_limit_last,
        any_value(within_sd) as within_sd,
        any_value(between_sd) as between_sd,
        any_value(criterion) as criterion,
        {{ share('count(*) filter (is_at_ceiling)', 'count(*)') }} as share_at_ceiling
    from marked
    group by clinic_id, episode_key, scale_id, respondent
),

judged as (
    select
        described.*,
        printf(
            'fall of at least %.2f points (1 SD: within clients %.2f, between clients %s); '
            || 'repaired within {{ var("repair_within_forms") }} forms to within %.2f points',
            {{ points('described.criterion') }},
            {{ points('described.within_sd') }},
            coalesce(printf('%.2f', {{ points('described.between_sd') }}), 'unknown'),
            {{ points('described.within_sd') }}
        ) as criterion_in_words,
        described.score_count >= {{ var('rupture_minimum_forms') }} and described.criterion > 0 as is_judged,
        case
            when low_totals.scale_id is null and low_items.scale_id is null then null
            else
                case
                    when low_totals.scale_id is null then false
                    else {{ meets('described.last', 'low_totals.operator', 'low_totals.threshold') }}
                end
                or case
                    when low_items.scale_id is null then false
                    else {{ meets('described.last_lowest_item', 'low_items.operator', 'low_items.threshold') }}
                end
        end as is_low_last,
        {{ meets(points('described.last_fall'), 'falls.operator', 'falls.threshold') }} as has_fallen_last
    from described
    left join low_totals on described.scale_id = low_totals.scale_id
    left join low_items on described.scale_id = low_items.scale_id
    left join falls on described.scale_id = falls.scale_id
),

told as (
    select
        ---------- ids
        judged.clinic_id,
        judged.episode_key,
        judged.scale_id,
        judged.respondent,
        episodes.therapist_key,
        ---------- level
        judged.score_count,
        judged.baseline,
        judged.last,
        judged.minimum,
        judged.mean,
        judged.slope_per_session,
        judged.is_low_last,
        judged.has_fallen_last,
        {{ points('judged.largest_drop') }} as largest_drop,
        judged.share_at_ceiling,
        ---------- ruptures
        case when judged.is_judged then cast(judged.rupture_count as integer) end as rupture_count,
        case when judged.is_judged then cast(judged.repair_count as integer) end as repair_count,
        case when judged.is_judged then cast(judged.strict_rupture_count as integer) end as strict_rupture_count,
        case when judged.is_judged then cast(judged.strict_repair_count as integer) end as strict_repair_count,
        case when judged.limited_count > 0 then cast(judged.control_rupture_count as integer) end
            as control_rupture_count,
        case when judged.limited_count > 0 then cast(judged.control_repair_count as integer) end
            as control_repair_count,
        judged.is_below_own_limit_last,
        {{ points('judged.criterion') }} as criterion_points,
        case when judged.is_judged then judged.criterion_in_words end as criterion
    from judged
    inner join episodes on judged.episode_key = episodes.episode_key
)

select * from told
