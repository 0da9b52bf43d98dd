{#
  What a client's forms of one scale said, as they were known at the end of each week: of the outcome scale and of the
  alliance scale with the most forms by then.
#}
with opened as (
    select
        week_end,
        known_until,
        episode_key,
        least(
            coalesce(referral_date, start_date - {{ var('pairing_days_before_start') }}), start_date
        ) as pairing_from
    from {{ ref('int_risk_episodes_opened') }}
),

forms as (
    select * from {{ ref('int_risk_forms_scored') }}
),

listed as (
    select
        opened.week_end,
        opened.episode_key,
        forms.construct,
        forms.scale_id,
        list(forms.level order by forms.completed_at, forms.response_key) as levels,
        max(forms.completed_at) as last_at,
        max_by(forms.lowest_item, struct_pack(at := forms.completed_at, key := forms.response_key)) as lowest_item
    from opened
    inner join forms
        on opened.episode_key = forms.episode_key
        and opened.known_until >= forms.known_from
        and opened.known_until < forms.known_until
        and opened.week_end > forms.completed_at
        and opened.pairing_from <= forms.completed_at
    group by opened.week_end, opened.episode_key, forms.construct, forms.scale_id
),

chosen as (
    select
        *,
        row_number() over (
            partition by week_end, episode_key, construct
            order by len(levels) desc, scale_id asc
        ) as place
    from listed
),

summarised as (
    select
        week_end,
        episode_key,
        construct,
        scale_id,
        len(levels) as form_count,
        levels[1] as first_level,
        levels[3] as third_level,
        levels[-1] as last_level,
        case when len(levels) > 1 then levels[-2] end as previous_level,
        case when len(levels) > 1 then list_avg(levels[:-2]) end as mean_before,
        list_max(levels[-4:]) as best_of_last,
        lowest_item,
        cast(last_at as date) as last_on
    from chosen
    where place = 1
)

select * from summarised
