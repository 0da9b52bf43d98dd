-- One row per therapist of whom the marts know anything, in order of the key.
select distinct
    clinic_id,
    therapist_key
from (
    select
        clinic_id,
        therapist_key
    from marts.dim_therapists
    union all
    select
        clinic_id,
        therapist_key
    from marts.therapist_empathy
) as known
where therapist_key is not null
order by clinic_id, therapist_key
