-- One row per clinic and rule: rows refused among the files of the seven days up to the run.
select
    quarantine.clinic_id,
    quarantine.rule_id,
    count(distinct concat_ws(':', quarantine.receipt_key, quarantine.source_row)) as refused_rows
from audit.quarantine as quarantine
inner join audit.deliveries as deliveries on quarantine.receipt_key = deliveries.receipt_key
where
    deliveries.received_at > getvariable('known_at') - interval 7 day
    and deliveries.received_at <= getvariable('known_at')
group by quarantine.clinic_id, quarantine.rule_id
order by quarantine.clinic_id asc, refused_rows desc, quarantine.rule_id asc
