-- One row per file, rule, column and remedy of the seven days up to the run: how many rows, and the first ones.
select
    quarantine.clinic_id,
    deliveries.file_name,
    quarantine.rule_id,
    quarantine.remedy,
    coalesce(quarantine.column_name, '') as column_name,
    count(distinct quarantine.source_row) as refused_rows,
    list_slice(list_sort(list_distinct(list(quarantine.source_row))), 1, 8) as first_rows
from audit.quarantine as quarantine
inner join audit.deliveries as deliveries on quarantine.receipt_key = deliveries.receipt_key
where
    deliveries.received_at > getvariable('known_at') - interval 7 day
    and deliveries.received_at <= getvariable('known_at')
group by all
order by quarantine.clinic_id, quarantine.rule_id, deliveries.file_name, column_name, quarantine.remedy
