-- One row per clinic: forms that the protocol asked for in twelve months, by what became of them.
select
    clinic_id,
    count(*) as due,
    count(*) filter (where state in ('received', 'late')) as came,
    count(*) filter (where state = 'partial') as incomplete,
    count(*) filter (where state = 'declined') as declined,
    count(*) filter (where state = 'missing') as missing
from marts.fct_expected_forms
where due_on >= getvariable('week_end') - interval 12 month and due_on < getvariable('week_end')
group by clinic_id
order by clinic_id
