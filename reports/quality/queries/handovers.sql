-- One row per parcel of the five weeks up to the run: what was sent or handed over to which audience.
select
    source,
    line,
    audience,
    week,
    recipient_number,
    any_value(way) as way,
    any_value(state) as state,
    any_value(handed_at) as handed_at,
    any_value(attempts) as attempts,
    any_value(failed_before) as failed_before,
    bool_or(is_open) as is_open,
    any_value(reason) as reason,
    count(file_sha256) as files,
    bool_and(is_as_rendered) as is_as_rendered
from audit.handovers
where handed_at > getvariable('known_at') - interval 35 day and handed_at <= getvariable('known_at')
group by source, line, audience, week, recipient_number
order by handed_at desc, source, line
