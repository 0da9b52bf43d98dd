with forms as (
    select * from {{ ref('int_forms_expected') }}
),

episodes as (
    select
        episode_key,
        clinic_id
    from {{ ref('int_episodes_concluded') }}
),

-- Counted before anything is turned into text: there are as many expected forms as forms.
counted_by_episode as (
    select
        episode_key,
        instrument_id,
        respondent,
        state,
        reason,
        date_trunc('quarter', due_on) as quarter_from,
        count(*) as form_count
    from forms
    group by episode_key, instrument_id, respondent, state, reason, date_trunc('quarter', due_on)
),

counted as (
    select
        coalesce(episodes.clinic_id, 'all') as clinic_id,
        forms.instrument_id,
        cast(forms.respondent as varchar) as respondent,
        year(forms.quarter_from) || '-Q' || quarter(forms.quarter_from) as quarter,
        cast(forms.state as varchar) as state,
        coalesce(forms.reason, 'not given') as reason,
        cast(sum(forms.form_count) as bigint) as forms
    from counted_by_episode as forms
    inner join episodes on forms.episode_key = episodes.episode_key
    group by
        forms.instrument_id, forms.respondent, forms.quarter_from, forms.state, forms.reason,
        grouping sets ((episodes.clinic_id), ())
),

told as (
    select
        *,
        cast(sum(forms) over due as bigint) as forms_due,
        {{ share('forms', 'sum(forms) over due') }} as share_of_due
    from counted
    window due as (partition by clinic_id, instrument_id, respondent, quarter)
)

select * from told
