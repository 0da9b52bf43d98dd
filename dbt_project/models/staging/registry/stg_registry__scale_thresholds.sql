with registered as (
    select * from {{ registry_table('scale_thresholds', source('registry', 'scale_thresholds')) }}
),

renamed as (
    select
        threshold_id,
        scale_id,
        kind,
        operator,
        value as threshold,
        label,
        age_from,
        age_to,
        gender,
        respondent,
        evidence,
        source,
        cutoff_set
    from registered
)

select * from renamed
