{#
  What a client's forms of one scale said, as they were known at the end of each week: of the outcome scale and of the
  alliance scale with the most forms by then.

  A course has a handful of forms and many weeks. So its versions are sorted once, into one list, and each week takes
  its part of the list: a fifth of the time that joining weeks with versions takes.
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

-- The order of the fields is the order of the list.
sorted as (
    select
        episode_key,
        construct,
        scale_id,
        list_sort(list(struct_pack(
            completed_at := completed_at,
            response_key := response_key,
            known_from := known_from,
            known_until := known_until,
            level := level,
            lowest_item := lowest_item
        ))) as versions
    from {{ ref('int_risk_forms_scored') }}
    group by episode_key, construct, scale_id
),

-- By the name of the scale, so that of several with as many forms the first is taken.
of_constructs as (
    select
        episode_key,
        construct,
        list_sort(list(struct_pack(scale_id := scale_id, versions := versions))) as scales
    from sorted
    group by episode_key, construct
),

known as (
    select
        opened.week_end,
        opened.episode_key,
        of_constructs.construct,
        of_constructs.scales,
        list_transform(
            of_constructs.scales,
            lambda scale: list_filter(
                scale['versions'],
                lambda form: form['known_from'] <= opened.known_until
                and form['known_until'] > opened.known_until
                and form['completed_at'] < opened.week_end
                and form['completed_at'] >= opened.pairing_from
            )
        ) as forms_of_scales
    from opened
    inner join of_constructs on opened.episode_key = of_constructs.episode_key
),

placed as (
    select
        *,
        list_transform(forms_of_scales, lambda forms: len(forms)) as counts
    from known
),

chosen as (
    select
        week_end,
        episode_key,
        construct,
        scales[list_position(counts, list_max(counts))]['scale_id'] as scale_id,
        forms_of_scales[list_position(counts, list_max(counts))] as forms
    from placed
),

levelled as (
    select
        week_end,
        episode_key,
        construct,
        scale_id,
        list_transform(forms, lambda form: form['level']) as levels,
        forms[-1] as last_form
    from chosen
),

-- Without a filter: pushed down to the lists it would make each of them twice.
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
        last_form['lowest_item'] as lowest_item,
        cast(last_form['completed_at'] as date) as last_on
    from levelled
)

select * from summarised
