{#
  The Mondays 00:00 at which somebody could have asked who is likely to drop out, and what could be known then: what
  had been received when the following Monday night began. For the week that is reported: what its run knows.
#}
with places as (
    select unnest(range(0, {{ var('risk_history_weeks') }} + 1)) as weeks_back
),

listed as (
    select
        cast(weeks_back as integer) as weeks_back,
        {{ week_end_date() }} - cast(7 * weeks_back as integer) as week_end,
        strftime({{ week_end_date() }} - cast(7 * weeks_back as integer) - 1, '%G-W%V') as week,
        case
            when weeks_back = 0 then {{ known_at() }}
            else least(cast({{ week_end_date() }} - cast(7 * weeks_back as integer) + 1 as timestamp), {{ known_at() }})
        end as known_until
    from places
)

select * from listed
