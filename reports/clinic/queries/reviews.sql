-- One row per clinic that says which risk answers somebody has looked at: since when.
select
    clinic_id,
    min(acted_on) as first_review_on
from marts.fct_actions
where is_review
group by clinic_id
order by clinic_id
