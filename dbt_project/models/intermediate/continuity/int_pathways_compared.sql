-- What became, in the seven days up to the run, of the courses that were open before, and whether rows still meet.
with known_episodes as (
    select * from {{ known(ref('stg_landing__episodes')) }}
    where exported_at <= {{ audit_moment() }}
),

told_before as (
    select
        episode_key,
        clinic_id,
        client_key,
        therapist_key,
        end_date
    from known_episodes
    where exported_at <= {{ period_start() }} and is_withdrawn is not true
    qualify row_number() over (partition by episode_key order by {{ version_order('desc') }}) = 1
),

told_since as (
    select
        episode_key,
        client_key,
        therapist_key,
        is_withdrawn
    from known_episodes
    where exported_at > {{ period_start() }}
    qualify row_number() over (partition by episode_key order by {{ version_order('desc') }}) = 1
),

withdrawn as (
    select
        entity_key as episode_key,
        withdrawn_at
    from {{ ref('int_entities_withdrawn') }}
    where feed = 'episodes'
),

-- Open then, and not withdrawn before.
open_courses as (
    select
        told_before.clinic_id,
        told_before.therapist_key is not null and told_since.therapist_key is not null as is_told_again,
        told_before.therapist_key != told_since.therapist_key as has_other_therapist,
        told_since.episode_key is not null as is_sent_again,
        told_before.client_key != told_since.client_key as has_other_client,
        coalesce(withdrawn.withdrawn_at <= {{ audit_moment() }}, told_since.is_withdrawn, false) as has_vanished
    from told_before
    left join told_since on told_before.episode_key = told_since.episode_key
    left join withdrawn on told_before.episode_key = withdrawn.episode_key
    where told_before.end_date is null and coalesce(withdrawn.withdrawn_at > {{ period_start() }}, true)
),

courses as (
    select
        clinic_id,
        count(*) as open_courses,
        count(*) filter (has_vanished) as vanished,
        count(*) filter (is_told_again) as told_again,
        count(*) filter (is_told_again and has_other_therapist) as with_other_therapist,
        count(*) filter (is_sent_again) as sent_again,
        count(*) filter (is_sent_again and has_other_client) as with_other_client
    from open_courses
    group by clinic_id
),

known_appointments as (
    select
        clinic_id,
        episode_key,
        therapist_key,
        exported_at > {{ period_start() }} as is_now
    from {{ known(ref('stg_landing__appointments')) }}
    where exported_at > {{ usual_start() }} and exported_at <= {{ audit_moment() }} and is_withdrawn is not true
),

named_therapists as (
    select
        clinic_id,
        therapist_key,
        is_now
    from known_appointments

    union all

    select
        clinic_id,
        therapist_key,
        exported_at > {{ period_start() }} as is_now
    from known_episodes
),

therapists as (
    select
        clinic_id,
        therapist_key,
        bool_or(is_now) as is_now,
        bool_or(not is_now) as was_before
    from named_therapists
    where therapist_key is not null
    group by clinic_id, therapist_key
),

staff as (
    select
        clinic_id,
        count(*) filter (is_now) as working,
        count(*) filter (is_now and not was_before) as unknown_before
    from therapists
    group by clinic_id
    having count(*) filter (was_before) > 0
),

known_keys as (
    select distinct episode_key from known_episodes
),

meetings as (
    select
        known_appointments.clinic_id,
        count(*) as meetings,
        count(*) filter (known_keys.episode_key is null) as without_course
    from known_appointments
    left join known_keys on known_appointments.episode_key = known_keys.episode_key
    where known_appointments.is_now
    group by known_appointments.clinic_id
),

clinics as (
    select clinic_id from {{ ref('int_clinics_covered') }}
),

compared as (
    select
        clinics.clinic_id,
        coalesce(courses.open_courses, 0) as open_courses,
        coalesce(courses.vanished, 0) as vanished,
        coalesce(courses.told_again, 0) as told_again,
        coalesce(courses.with_other_therapist, 0) as with_other_therapist,
        coalesce(courses.sent_again, 0) as sent_again,
        coalesce(courses.with_other_client, 0) as with_other_client,
        coalesce(staff.working, 0) as working,
        coalesce(staff.unknown_before, 0) as unknown_before,
        coalesce(meetings.meetings, 0) as meetings,
        coalesce(meetings.without_course, 0) as without_course
    from clinics
    left join courses on clinics.clinic_id = courses.clinic_id
    left join staff on clinics.clinic_id = staff.clinic_id
    left join meetings on clinics.clinic_id = meetings.clinic_id
)

select * from compared
