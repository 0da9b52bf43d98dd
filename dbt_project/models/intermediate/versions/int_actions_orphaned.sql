with actions as (
    select * from {{ ref('int_actions_resolved') }}
),

episodes as (
    select episode_key from {{ ref('int_episodes_resolved') }}
),

orphaned as (
    select
        actions.action_key,
        actions.clinic_id,
        actions.episode_key,
        actions.kind,
        actions.delivery_key,
        actions.batch_path,
        actions.source_row,
        actions.received_at
    from actions
    anti join episodes on actions.episode_key = episodes.episode_key
)

select * from orphaned
