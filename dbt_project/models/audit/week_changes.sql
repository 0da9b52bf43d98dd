with compared as (
    select * from {{ ref('int_events_compared') }}
),

clinics as (
    select clinic_id from {{ ref('int_clinics_covered') }}
),

receipts as (
    select
        clinic_id,
        min(received_at) <= {{ changed_since() }} as was_known
    from {{ known(ref('stg_landing__deliveries')) }}
    where status = 'accepted'
    group by clinic_id
),

of_the_week as (
    select
        clinic_id,
        'course_begun' as kind
    from {{ ref('int_episodes_resolved') }}
    where start_date >= {{ week_start() }} and start_date < {{ week_end() }}

    union all

    select
        clinic_id,
        'course_ended' as kind
    from {{ ref('int_episodes_resolved') }}
    where end_date >= {{ week_start() }} and end_date < {{ week_end() }}

    union all

    select
        clinic_id,
        'appointment' as kind
    from {{ ref('int_appointments_resolved') }}
    where scheduled_at >= {{ week_start() }} and scheduled_at < {{ week_end() }} and status != 'scheduled'

    union all

    select
        clinic_id,
        'form' as kind
    from {{ ref('int_responses_resolved') }}
    where completed_at >= {{ week_start() }} and completed_at < {{ week_end() }}
),

happened as (
    select
        clinic_id,
        kind,
        count(*) as in_week
    from of_the_week
    group by clinic_id, kind
),

changed as (
    select
        clinic_id,
        kind,
        count(*) filter (change = 'late') as late,
        count(*) filter (change = 'corrected') as corrected,
        count(*) filter (change = 'withdrawn') as withdrawn,
        count(*) filter (change = 'opted_out') as opted_out,
        min(happened_on) filter (change != 'opted_out') as earliest_on
    from compared
    group by clinic_id, kind
),

kinds as (
    select unnest(['course_begun', 'course_ended', 'appointment', 'form']) as kind
),

counted as (
    select
        clinics.clinic_id,
        kinds.kind,
        coalesce(receipts.was_known, false) as is_comparable,
        coalesce(happened.in_week, 0) as in_week,
        case when receipts.was_known then coalesce(changed.late, 0) end as late,
        case when receipts.was_known then coalesce(changed.corrected, 0) end as corrected,
        case when receipts.was_known then coalesce(changed.withdrawn, 0) end as withdrawn,
        case when receipts.was_known then coalesce(changed.opted_out, 0) end as opted_out,
        changed.earliest_on
    from clinics
    cross join kinds
    left join receipts on clinics.clinic_id = receipts.clinic_id
    left join happened on clinics.clinic_id = happened.clinic_id and kinds.kind = happened.kind
    left join changed on clinics.clinic_id = changed.clinic_id and kinds.kind = changed.kind
)

select * from counted
