-- One row per clinic, alliance scale and respondent: courses open, or ended within twelve months.
-- Courses with too few forms to look for ruptures have a null count, which isn't none.
with current_courses as (
    select
        clinic_id,
        episode_key
    from marts.fct_episodes
    where coalesce(ended_on, date '9999-12-31') >= getvariable('week_end') - interval 12 month
),

forms as (
    select
        scores.clinic_id,
        scores.scale_id,
        scores.respondent,
        count(*) as forms,
        count(*) filter (where scores.is_at_ceiling) as forms_at_ceiling
    from marts.fct_scores as scores
    inner join current_courses
        on scores.clinic_id = current_courses.clinic_id and scores.episode_key = current_courses.episode_key
    where scores.construct = 'alliance' and scores.score is not null
    group by scores.clinic_id, scores.scale_id, scores.respondent
),

courses as (
    select
        alliance.clinic_id,
        alliance.scale_id,
        alliance.respondent,
        count(*) as courses,
        count(alliance.is_low_last) as judged_low,
        count(*) filter (where alliance.is_low_last) as low_last,
        count(alliance.rupture_count) as traced,
        count(*) filter (where alliance.rupture_count > 0) as with_rupture,
        coalesce(sum(alliance.rupture_count), 0) as ruptures,
        coalesce(sum(alliance.repair_count), 0) as repairs,
        min(alliance.criterion_points) as criterion
    from marts.fct_alliance as alliance
    inner join current_courses
        on alliance.clinic_id = current_courses.clinic_id and alliance.episode_key = current_courses.episode_key
    group by alliance.clinic_id, alliance.scale_id, alliance.respondent
)

select
    courses.*,
    coalesce(forms.forms, 0) as forms,
    coalesce(forms.forms_at_ceiling, 0) as forms_at_ceiling
from courses
left join forms
    on
        courses.clinic_id = forms.clinic_id
        and courses.scale_id = forms.scale_id
        and courses.respondent = forms.respondent
order by courses.clinic_id, courses.scale_id, courses.respondent
