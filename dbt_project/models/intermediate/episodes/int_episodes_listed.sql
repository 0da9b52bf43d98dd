-- Figures stop at the week's end; people don't. What has become known since then decides who is still listed.
with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
    where state = 'open'
),

ended_since as (
    select episode_key
    from {{ ref('int_episodes_resolved') }}
    where end_reason is not null or end_date <= cast({{ known_at() }} as date)
),

deceased as (
    select distinct client_key
    from {{ ref('int_episodes_resolved') }}
    where end_reason = 'deceased'
),

later as (
    select
        clinic_id,
        episode_key,
        scheduled_at,
        status
    from {{ ref('int_appointments_resolved') }}
    where scheduled_at >= {{ week_end() }}
),

clinics_with_bookings as (
    select distinct clinic_id
    from later
),

bookings as (
    select
        episode_key,
        min(scheduled_at) as next_booked_at,
        coalesce(bool_or(status in ('attended', 'attended_late')), false) as has_attended_since
    from later
    where status in ('scheduled', 'attended', 'attended_late')
    group by episode_key
),

listed as (
    select
        ---------- ids
        episodes.clinic_id,
        episodes.episode_key,
        episodes.client_key,
        episodes.therapist_key,
        ---------- attendance
        episodes.sessions_attended,
        episodes.no_shows,
        episodes.days_since_contact,
        ---------- dates
        episodes.referral_date,
        episodes.start_date,
        episodes.first_attended_on,
        episodes.last_attended_on,
        bookings.next_booked_at,
        ---------- flags
        clinics_with_bookings.clinic_id is not null as are_bookings_sent,
        coalesce(bookings.has_attended_since, false) as has_attended_since
    from episodes
    anti join ended_since on episodes.episode_key = ended_since.episode_key
    anti join deceased on episodes.client_key = deceased.client_key
    left join bookings on episodes.episode_key = bookings.episode_key
    left join clinics_with_bookings on episodes.clinic_id = clinics_with_bookings.clinic_id
)

select * from listed
