with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

definitions as (
    select * from {{ ref('int_dropout_defined') }}
),

-- Over a client's own outcome forms: did any main scale end well, as far as that is known?
outcomes as (
    select
        episode_key,
        bool_or(reliable_change = 'improved' or not is_case_last) as has_ended_well
    from {{ ref('int_outcomes_classified') }}
    where respondent = 'client' and is_main
    group by episode_key
),

described as (
    select
        episodes.clinic_id,
        episodes.episode_key,
        episodes.state,
        episodes.state != 'open' as is_ended,
        episodes.end_reason,
        -- An ending on record that isn't the client's own: no later silence makes it a dropout.
        case
            when episodes.end_reason = 'completed' then 'completed'
            when episodes.end_reason = 'dropped_out' then null
            when episodes.end_reason is not null or episodes.end_date is not null then 'other'
        end as ending_on_record,
        episodes.has_appointment_data,
        episodes.is_migrated,
        episodes.sessions_attended,
        episodes.planned_sessions,
        episodes.days_since_contact,
        episodes.last_booked_status,
        episodes.next_appointment_at,
        cast(episodes.appointments_until - episodes.last_booked_on as integer) as days_since_booking,
        outcomes.has_ended_well
    from episodes
    left join outcomes on episodes.episode_key = outcomes.episode_key
),

judged as (
    select
        described.*,
        definitions.definition_id,
        case definitions.kind
            when 'official' then case when is_ended then state = 'dropped_out' end
            when 'recorded' then end_reason = 'dropped_out'
            when 'contact_gap'
                then case
                        when not has_appointment_data then null
                        when ending_on_record is not null then false
                        when days_since_contact >= definitions.threshold then true
                    end
            when 'fewer_sessions'
                then case
                        when has_appointment_data and is_ended and is_migrated is not true
                            then sessions_attended < definitions.threshold
                    end
            when 'planned_sessions'
                then case
                        when has_appointment_data and is_ended and is_migrated is not true
                            then sessions_attended < planned_sessions
                    end
            when 'no_reliable_change' then case when is_ended then not has_ended_well end
            when 'missed_last'
                then case
                        when not has_appointment_data or next_appointment_at is not null then null
                        when last_booked_status in ('attended', 'attended_late', 'cancelled_by_clinic') then false
                        when last_booked_status in ('no_show', 'cancelled_by_client')
                            and days_since_booking >= definitions.threshold then true
                    end
        end as is_dropout,
        definitions.kind
    from described
    cross join definitions
),

-- What the retention clock makes of it. Null: the episode has no place in this definition's curve.
timed as (
    select
        clinic_id,
        episode_key,
        definition_id,
        is_dropout,
        case
            when is_dropout then 'dropped_out'
            when kind in ('official', 'recorded', 'contact_gap') then coalesce(ending_on_record, 'censored')
            when not is_ended then 'censored'
            when is_dropout is null then null
            when state = 'completed' then 'completed'
            else 'other'
        end as event
    from judged
)

select * from timed
