with thresholds as (
    select * from {{ ref('stg_registry__scale_thresholds') }}
),

described as (
    select
        threshold_id,
        scale_id,
        kind,
        operator,
        cast(threshold as double) as threshold,
        label,
        cast(age_from as integer) as age_from,
        cast(age_to as integer) as age_to,
        gender,
        respondent,
        evidence,
        source,
        cutoff_set
    from thresholds
)

select * from described
