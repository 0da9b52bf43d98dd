with appointments as (
    select * from {{ ref('int_appointments_numbered') }}
),

attended as (
    select
        episode_key,
        ---------- before the week's end
        count(*) filter (not is_upcoming) as appointments_booked,
        count(*) filter (is_attended) as sessions_attended,
        count(*) filter (status = 'no_show') as no_shows,
        count(*) filter (status = 'cancelled_by_client') as cancellations_by_client,
        count(*) filter (status = 'cancelled_by_clinic') as cancellations_by_clinic,
        count(*) filter (status = 'scheduled' and not is_upcoming) as outcomes_unknown,
        min(scheduled_on) filter (is_attended) as first_attended_on,
        max(scheduled_on) filter (is_attended) as last_attended_on,
        max(
            struct_pack(scheduled_at := scheduled_at, appointment_key := appointment_key, status := status)
        ) filter (not is_upcoming) as last_booking,
        ---------- from the week's end on
        count(*) filter (is_upcoming) as appointments_upcoming,
        min(scheduled_at) filter (is_upcoming) as next_appointment_at
    from appointments
    group by episode_key
)

select * from attended
