with responses as (
    select * from {{ ref('int_responses_resolved') }}
),

episodes as (
    select episode_key from {{ ref('int_episodes_resolved') }}
),

orphaned as (
    select
        responses.response_key,
        responses.clinic_id,
        responses.episode_key,
        responses.instrument_id,
        responses.delivery_key,
        responses.batch_path,
        responses.source_row,
        responses.received_at
    from responses
    anti join episodes on responses.episode_key = episodes.episode_key
)

select * from orphaned
