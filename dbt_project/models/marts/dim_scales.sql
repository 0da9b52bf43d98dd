with scales as (
    select * from {{ ref('stg_registry__scales') }}
),

cutoffs as (
    select * from {{ ref('int_cutoffs_resolved') }}
    where respondent = 'client' and gender is null
),

-- The adult's cut-off, else the one that the form's own version stands for.
general_cutoffs as (
    select
        scale_id,
        operator,
        threshold,
        source
    from cutoffs
    where age is null or age = 30
    qualify row_number() over (partition by scale_id order by age nulls last) = 1
),

described as (
    select
        ---------- ids
        scales.scale_id,
        scales.instrument_id,
        scales.scale_name,
        scales.construct,
        scales.is_main,
        ---------- score
        scales.method,
        scales.multiply_by,
        cast(len(scales.signed_items) as integer) as item_count,
        cast(scales.minimum as double) as minimum,
        cast(scales.maximum as double) as maximum,
        scales.higher_is,
        cast(scales.max_missing as integer) as max_missing,
        scales.missing_source,
        scales.rounding,
        ---------- change
        cast(scales.reliable_change as double) as reliable_change,
        scales.reliable_change_operator,
        scales.reliable_change_source,
        ---------- cut-off
        cast(general_cutoffs.threshold as double) as clinical_cutoff,
        general_cutoffs.operator as clinical_cutoff_operator,
        general_cutoffs.source as clinical_cutoff_source,
        ---------- standing
        scales.is_scored,
        scales.evidence,
        ---------- second unit
        scales.shown_as_name,
        cast(scales.shown_as_minimum as double) as shown_as_minimum,
        cast(scales.shown_as_maximum as double) as shown_as_maximum
    from scales
    left join general_cutoffs on scales.scale_id = general_cutoffs.scale_id
)

select * from described
