-- One row per clinic (and 'all') and cohort, by the official definition of dropout.
-- dropouts is what crude_dropout_share was made of: it decides what may be shown, not what is told.
select
    clinic_id,
    cohort,
    episodes,
    never_started,
    opportunity_3,
    retained_3,
    opportunity_6,
    retained_6,
    opportunity_10,
    retained_10,
    dropout_rate,
    dropout_rate_lower,
    dropout_rate_upper,
    cast(round(crude_dropout_share * ended_episodes) as integer) as dropouts,
    ended_episodes
from marts.retention_summary
where definition_id = 'official'
order by clinic_id, cohort
