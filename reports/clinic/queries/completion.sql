-- One row per clinic: expected forms by what became of them.
select
    clinic_id,
    count(*) as due,
    count(*) filter (where state in ('received', 'late', 'partial')) as received,
    count(*) filter (where state = 'declined') as declined,
    count(*) filter (where state = 'missing') as missing
from marts.fct_expected_forms
group by clinic_id
order by clinic_id
