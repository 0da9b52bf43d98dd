with forms as (
    select responses.*
    from {{ ref('int_responses_resolved') }} as responses
    semi join {{ ref('int_episodes_concluded') }} as episodes on responses.episode_key = episodes.episode_key
    where
        responses.completed_at >= {{ week_end() }} - interval {{ var('integrity_weeks') }} week
        and responses.completed_at < {{ week_end() }}
),

scored as (
    select
        scores.episode_key,
        scores.scale_id,
        scores.instrument_id,
        scores.items_answered is null as is_total_only
    from {{ ref('int_responses_scored') }} as scores
    inner join {{ ref('int_scales_prepared') }} as scales on scores.scale_id = scales.scale_id
    where
        scales.is_main
        and scales.scale_item_count > 0
        and scores.score is not null
        and scores.completed_at >= {{ week_end() }} - interval {{ var('integrity_weeks') }} week
),

episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

followed as (
    select
        clinic_id,
        instrument_id,
        completed_at,
        has_time,
        items,
        lag(completed_at) over in_order as previous_at,
        lag(has_time) over in_order as previous_has_time,
        lag(items) over in_order as previous_items
    from forms
    window in_order as (
        partition by episode_key, instrument_id, respondent
        order by completed_at, response_key
    )
),

-- Answers that are all alike are common and honest (nothing the matter); so are short forms that repeat.
followed_counts as (
    select
        clinic_id,
        instrument_id,
        count(*) filter (is_telling and items = previous_items) as identical,
        count(*) filter (is_telling) as comparable,
        count(*) filter (
            has_time and previous_has_time and completed_at - previous_at <= interval 15 minute
        ) as hurried,
        count(*) filter (has_time and previous_has_time) as timed
    from (
        select
            *,
            previous_items is not null and len(items) >= 5 and len(list_distinct(items)) > 1 as is_telling
        from followed
    ) as told
    where previous_at is not null
    group by clinic_id, instrument_id
),

cutoffs as (
    select
        scale_id,
        respondent,
        case operator
            when '>=' then ceil(threshold) - 1
            when '>' then floor(threshold)
            when '<' then ceil(threshold)
            when '<=' then floor(threshold) + 1
        end as last_healthy
    from {{ ref('int_cutoffs_resolved') }}
    where gender is null and age is null
),

endings as (
    select
        outcomes.clinic_id,
        outcomes.scale_id,
        floor(outcomes.last_score) - cutoffs.last_healthy as distance
    from {{ ref('int_outcomes_classified') }} as outcomes
    inner join cutoffs on outcomes.scale_id = cutoffs.scale_id and outcomes.respondent = cutoffs.respondent
    where
        outcomes.is_paired
        and outcomes.is_main
        and outcomes.state != 'open'
        and outcomes.last_at >= {{ week_end() }} - interval 12 month
),

versions as (
    select
        appointments.appointment_key,
        appointments.episode_key,
        appointments.exported_at,
        appointments.status,
        lag(appointments.status) over (
            partition by appointments.appointment_key
            order by appointments.exported_at, appointments.delivery_key, appointments.source_row
        ) as previous_status
    from {{ known(ref('stg_landing__appointments')) }} as appointments
    inner join {{ ref('int_appointments_versioned') }} as versioned
        on appointments.delivery_key = versioned.delivery_key
        and appointments.source_row = versioned.source_row
    where versioned.state = 'loaded'
),

edited as (
    select distinct versions.appointment_key
    from versions
    inner join episodes on versions.episode_key = episodes.episode_key
    where
        versions.status != versions.previous_status
        and versions.previous_status != 'scheduled'
        and cast(versions.exported_at as date) > episodes.end_date + {{ var('integrity_days_after_end') }}
),

closed_appointments as (
    select
        appointments.clinic_id,
        edited.appointment_key is not null as is_edited
    from {{ ref('int_appointments_numbered') }} as appointments
    inner join episodes on appointments.episode_key = episodes.episode_key
    left join edited on appointments.appointment_key = edited.appointment_key
    where episodes.end_date >= {{ week_end() }} - interval 12 month and not appointments.is_upcoming
),

counted as (
    select
        'heaping_below_cutoff' as question,
        clinic_id,
        scale_id as about,
        count(*) filter (distance = 0) as observed,
        count(*) as denominator
    from endings
    where distance between -1 and 1
    group by clinic_id, scale_id

    union all

    select
        'identical_answers' as question,
        clinic_id,
        instrument_id as about,
        identical as observed,
        comparable as denominator
    from followed_counts

    union all

    select
        'forms_within_minutes' as question,
        clinic_id,
        instrument_id as about,
        hurried as observed,
        timed as denominator
    from followed_counts

    union all

    select
        'attendance_edited_after_end' as question,
        clinic_id,
        'appointments' as about,
        count(*) filter (is_edited) as observed,
        count(*) as denominator
    from closed_appointments
    group by clinic_id

    union all

    select
        'totals_without_answers' as question,
        episodes.clinic_id,
        scored.instrument_id as about,
        count(*) filter (scored.is_total_only) as observed,
        count(*) as denominator
    from scored
    inner join episodes on scored.episode_key = episodes.episode_key
    group by episodes.clinic_id, scored.instrument_id
)

select * from counted
where denominator > 0
