-- What became of the flags of past weeks, by week; `acted` and `is_told` about what the clinic did within seven days.
select
    clinic_id,
    week,
    count(*) as flagged,
    count(*) filter (where handled in ('acted', 'none_needed')) as acted,
    bool_and(handled != 'not_told') as is_told,
    count(*) filter (where became = 'kept_coming') as kept_coming,
    count(*) filter (where became = 'dropped_out') as dropped_out,
    count(*) filter (where became in ('completed', 'other_ending')) as ended_otherwise,
    count(*) filter (where became = 'not_known_yet') as not_seen_yet
from marts.risk_outcomes
group by clinic_id, week
order by clinic_id asc, week desc
