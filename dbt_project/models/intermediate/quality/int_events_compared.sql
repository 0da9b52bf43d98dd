{%- set plan = [
    'client_key', 'therapist_key', 'start_date', 'referral_date', 'programme', 'presenting_problem', 'modality'
] -%}
{%- set outcome = ['episode_key', 'scheduled_at', 'status'] -%}
{%- set form = [
    'episode_key', 'instrument_id', 'respondent', 'completed_at', 'items', 'declared_total', 'not_given_reason'
] -%}

with receipts as (
    select * from {{ known(ref('stg_landing__deliveries')) }}
    where status = 'accepted'
),

earlier_clinics as (
    select distinct clinic_id
    from receipts
    where received_at <= {{ changed_since() }}
),

-- Keys that a snapshot of these seven days lacks.
withdrawn as (
    select distinct
        entities.feed,
        entities.entity_key
    from {{ ref('int_entities_withdrawn') }} as entities
    inner join receipts
        on entities.feed = receipts.feed
        and entities.withdrawn_at = receipts.exported_at
        and receipts.mode = 'full'
        and receipts.received_at > {{ changed_since() }}
),

-- Keys that an earlier snapshot lacked.
gone_before as (
    select
        entities.feed,
        entities.entity_key
    from {{ ref('int_entities_withdrawn') }} as entities
    anti join withdrawn on entities.feed = withdrawn.feed and entities.entity_key = withdrawn.entity_key
),

opted_out as (
    select * from {{ ref('int_episodes_opted_out') }}
),

out_before as (
    select * from {{ ref('int_episodes_previously_opted_out') }}
),

opted_out_since as (
    select opted_out.episode_key
    from opted_out
    anti join out_before on opted_out.episode_key = out_before.episode_key
),

{{ before_and_now(
    'episodes', ref('stg_landing__episodes'), ref('int_episodes_versioned'), ref('int_episodes_resolved'),
    plan + ['end_date', 'end_reason']
) }},

{{ before_and_now(
    'appointments', ref('stg_landing__appointments'), ref('int_appointments_versioned'),
    ref('int_appointments_resolved'), outcome
) }},

{{ before_and_now(
    'responses', ref('stg_landing__responses'), ref('int_responses_versioned'), ref('int_responses_resolved'), form
) }},

-- A booking isn't an event yet, nor is a course without an end an ending.
events as (
    select
        'course_begun' as kind,
        moment,
        clinic_id,
        episode_key as entity_key,
        episode_key,
        start_date as happened_on,
        md5(cast({{ as_struct(plan) }} as varchar)) as content
    from episodes_told

    union all

    select
        'course_ended' as kind,
        moment,
        clinic_id,
        episode_key as entity_key,
        episode_key,
        coalesce(end_date, start_date) as happened_on,
        md5(cast({{ as_struct(['end_date', 'end_reason']) }} as varchar)) as content
    from episodes_told
    where end_date is not null or end_reason is not null

    union all

    select
        'appointment' as kind,
        moment,
        clinic_id,
        appointment_key as entity_key,
        episode_key,
        cast(scheduled_at as date) as happened_on,
        md5(cast({{ as_struct(outcome) }} as varchar)) as content
    from appointments_told
    where status != 'scheduled'

    union all

    select
        'form' as kind,
        moment,
        clinic_id,
        response_key as entity_key,
        episode_key,
        cast(completed_at as date) as happened_on,
        md5(cast({{ as_struct(form) }} as varchar)) as content
    from responses_told
),

paired as (
    select
        kind,
        entity_key,
        any_value(clinic_id) as clinic_id,
        any_value(episode_key) filter (moment = 'before') as episode_before,
        min(happened_on) filter (moment = 'before') as happened_before,
        min(happened_on) filter (moment = 'now') as happened_now,
        min(content) filter (moment = 'before') as content_before,
        min(content) filter (moment = 'now') as content_now
    from events
    group by kind, entity_key
),

compared as (
    select
        paired.kind,
        paired.entity_key,
        paired.clinic_id,
        coalesce(paired.happened_now, paired.happened_before) as happened_on,
        case
            when paired.content_now is null and opted_out_since.episode_key is not null then 'opted_out'
            when paired.content_now is null then 'withdrawn'
            when paired.content_before is null and paired.happened_now < {{ week_start() }} then 'late'
            when paired.content_before is not null and paired.content_before != paired.content_now then 'corrected'
        end as change
    from paired
    left join opted_out_since on paired.episode_before = opted_out_since.episode_key
)

select * from compared
where change is not null and happened_on < {{ week_end_date() }}
