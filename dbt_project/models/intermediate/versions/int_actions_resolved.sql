{{ config(materialized='view') }}

with standing as (
    select *
    from {{ standing_rows(
        'actions', ref('stg_landing__actions'), ref('int_actions_versioned'), ref('int_entities_withdrawn')
    ) }}
),

opted_out as (
    select * from {{ ref('int_episodes_opted_out') }}
),

resolved as (
    select standing.*
    from standing
    anti join opted_out on standing.episode_key = opted_out.episode_key
)

select * from resolved
