with caseload as (
    select * from {{ ref('int_episodes_listed') }}
)

select * from caseload
