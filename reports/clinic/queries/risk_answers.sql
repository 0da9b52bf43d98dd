-- One row per form with a risk answer: its items in order, and whether it arrived in the seven days up to the run and
-- is of the last four weeks (a clinic's first delivery brings many old forms at once).
select
    answers.clinic_id,
    answers.episode_key,
    answers.respondent,
    scales.scale_id,
    coalesce(scales.scale_name, instruments.instrument_name, answers.instrument_id) as form_name,
    answers.completed_at,
    answers.reviewed_on,
    answers.received_at > getvariable('known_at') - interval 7 day
    and answers.completed_at >= getvariable('week_end') - interval 28 day as is_new,
    list(answers.item_number order by answers.item_number) as items,
    list(answers.answer order by answers.item_number) as answers,
    max((answers.answer - answers.answer_minimum) / (answers.answer_maximum - answers.answer_minimum)) as height,
    any_value(answers.answer_minimum) as lowest,
    any_value(answers.answer_maximum) as highest
from marts.fct_risk_answers as answers
left join marts.dim_instruments as instruments on answers.instrument_id = instruments.instrument_id
left join marts.dim_scales as scales on answers.instrument_id = scales.scale_id
group by
    answers.clinic_id, answers.episode_key, answers.response_key, answers.respondent, answers.completed_at,
    answers.received_at, answers.reviewed_on, scales.scale_id, scales.scale_name,
    instruments.instrument_name, answers.instrument_id
order by
    answers.clinic_id asc, is_new desc, height desc, answers.completed_at desc, answers.response_key asc
