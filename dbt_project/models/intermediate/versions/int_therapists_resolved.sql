{{ config(materialized='view') }}

with standing as (
    select *
    from {{ standing_rows(
        'therapists', ref('stg_landing__therapists'), ref('int_therapists_versioned'), ref('int_entities_withdrawn')
    ) }}
)

select * from standing
