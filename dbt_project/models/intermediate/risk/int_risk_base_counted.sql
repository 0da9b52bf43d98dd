{#
  How often an open episode turns out to drop out within the horizon, by the dates of what is known today: counted in
  Mondays 00:00, at which an episode is open if it has begun and nothing says yet that it has ended. Mondays after a
  day up to another one are a difference of two whole divisions, so that no episode is multiplied by its weeks.
#}
with episodes as (
    select * from {{ ref('int_episodes_concluded') }}
),

-- The last Monday at which it counts as open, and the last contact, from which the horizon is counted.
bounded as (
    select
        clinic_id,
        episode_key,
        state,
        start_date,
        case when has_appointment_data then last_contact_on else coalesce(ended_on, start_date) end as contact_on,
        least(
            case
                when state = 'open' then {{ week_end_date() }}
                when state_basis = 'contact_gap' then last_contact_on + contact_gap_days
                else ended_on
            end,
            -- What is younger isn't settled: its episodes may yet turn out to have ended.
            coalesce(appointments_until, {{ week_end_date() }})
            - {{ var('dropout_horizon_days') }} - contact_gap_days
        ) as open_until,
        greatest(start_date, {{ week_end_date() }} - 7 * {{ var('risk_history_weeks') }}) as open_after
    from episodes
),

counted as (
    select
        clinic_id,
        greatest({{ mondays_until('open_until') }} - {{ mondays_until('open_after') }}, 0) as weeks_open,
        case
            when state = 'dropped_out'
                then greatest(
                        {{ mondays_until('open_until') }}
                        - {{ mondays_until(
                            "greatest(open_after, contact_on - " ~ var('dropout_horizon_days') ~ ")"
                        ) }},
                        0
                    )
            else 0
        end as weeks_before_dropout
    from bounded
),

summed as (
    select
        clinic_id,
        count(*) filter (weeks_open > 0) as episode_count,
        cast(sum(weeks_open) as bigint) as weeks_open,
        cast(sum(weeks_before_dropout) as bigint) as weeks_before_dropout
    from counted
    group by clinic_id
)

select * from summed
