-- What became of past flags, by week; whoever isn't known of yet is counted too.
select
    week,
    count(*) as flagged,
    count(*) filter (where became = 'dropped_out') as dropped_out,
    count(*) filter (where became = 'kept_coming') as kept_coming,
    count(*) filter (where became in ('completed', 'other_ending')) as ended_otherwise,
    count(*) filter (where became = 'not_known_yet') as not_known_yet
from marts.risk_outcomes
group by week
order by week desc
