with actions as (
    select * from {{ ref('int_actions_resolved') }}
),

episodes as (
    select
        episode_key,
        client_key,
        clinic_id
    from {{ ref('int_episodes_concluded') }}
),

described as (
    select
        ---------- ids
        episodes.clinic_id,
        actions.action_key,
        actions.episode_key,
        episodes.client_key,
        actions.response_key,
        ---------- codes
        actions.kind,
        actions.instrument_id,
        ---------- times
        actions.acted_on,
        actions.form_on,
        actions.received_at,
        ---------- flags
        actions.kind = 'risk_answer_reviewed' as is_review,
        actions.is_synthetic_date
    from actions
    inner join episodes on actions.episode_key = episodes.episode_key
)

select * from described
