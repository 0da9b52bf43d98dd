with described as (
    select * from {{ ref('int_alliance_described') }}
)

select * from described
