-- One row per clinic, question and what it is about, those that are asked first.
select
    clinic_id,
    question,
    about,
    observed,
    denominator,
    round(share, 4) as share,
    round(usual_share, 4) as usual_share,
    is_asked,
    questions_made,
    round(asked_by_chance, 2) as asked_by_chance
from marts.integrity_questions
order by is_asked desc, p_value asc, clinic_id asc, question asc, about asc
