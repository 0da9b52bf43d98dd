-- One row per clinic, alliance scale, respondent and quarter of the course's last form, eight quarters back.
with last_forms as (
    select
        clinic_id,
        episode_key,
        scale_id,
        respondent,
        max(completed_at) as last_at
    from marts.fct_scores
    where construct = 'alliance' and score is not null
    group by clinic_id, episode_key, scale_id, respondent
)

select
    alliance.clinic_id,
    alliance.scale_id,
    alliance.respondent,
    cast(year(last_forms.last_at) as varchar) || '-Q' || cast(quarter(last_forms.last_at) as varchar) as last_in,
    count(alliance.is_low_last) as judged_low,
    count(*) filter (where alliance.is_low_last) as low_last
from marts.fct_alliance as alliance
inner join last_forms
    on
        alliance.clinic_id = last_forms.clinic_id
        and alliance.episode_key = last_forms.episode_key
        and alliance.scale_id = last_forms.scale_id
        and alliance.respondent = last_forms.respondent
where
    last_forms.last_at >= date_trunc('quarter', getvariable('week_end')) - interval 21 month
    and last_forms.last_at < getvariable('week_end')
group by alliance.clinic_id, alliance.scale_id, alliance.respondent, last_in
order by alliance.clinic_id, alliance.scale_id, alliance.respondent, last_in
