-- One row per check and week of those whose control chart alarms: the share that failed, and its limits.
select
    trends.clinic_id,
    trends.export_name,
    trends.feed,
    trends.check_id,
    trends.source,
    trends.week,
    changes.description,
    trends.evaluated,
    trends.failed,
    round(trends.failed_share, 4) as failed_share,
    round(trends.mean, 4) as mean,
    round(trends.lower, 4) as lower,
    round(trends.upper, 4) as upper,
    trends.is_alarm
from audit.check_trends as trends
inner join audit.check_changes as changes
    on
        trends.clinic_id = changes.clinic_id
        and trends.export_name = changes.export_name
        and trends.feed = changes.feed
        and trends.check_id = changes.check_id
        and trends.source = changes.source
where changes.is_decaying and trends.failed_share is not null
order by trends.clinic_id, trends.export_name, trends.feed, trends.check_id, trends.source, trends.week
