-- One row per audience, recipient and week that still hasn't got its report, with its last failure.
with parcels as (
    select distinct
        line,
        audience,
        week,
        recipient_number,
        way,
        state,
        reason,
        attempts,
        handed_at
    from audit.handovers
    where source = 'ledger' and is_open
)

select
    audience,
    week,
    recipient_number,
    arg_max(way, line) as way,
    arg_max(state, line) as state,
    arg_max(reason, line) as reason,
    count(*) as failures,
    cast(sum(attempts) as bigint) as attempts,
    min(handed_at) as first_at,
    max(handed_at) as last_at
from parcels
group by audience, week, recipient_number
order by week desc, audience, recipient_number
