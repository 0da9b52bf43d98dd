{# Which clinical cut-off holds for whom, looked up instead of searched: one row for each possible person. #}
with thresholds as (
    select
        *,
        cast(regexp_extract(threshold_id, '(\d+)$', 1) as integer) as place_in_file
    from {{ ref('stg_registry__scale_thresholds') }}
    where kind = 'clinical_cutoff'
),

respondents as (
    select unnest(['client', 'therapist', 'parent', 'child', 'observer']) as respondent
),

genders as (
    select unnest(['female', 'male', 'nonbinary', 'other', 'unknown', null]) as gender
),

-- Null: the age isn't known.
ages as (
    select unnest(list_append(range(0, 131), null)) as age
),

scales as (
    select distinct scale_id from thresholds
),

eligible as (
    select
        scales.scale_id,
        respondents.respondent,
        genders.gender,
        thresholds.* exclude (scale_id, respondent, gender),
        thresholds.gender is not null as is_for_gender,
        thresholds.respondent is not null as is_for_respondent
    from scales
    cross join respondents
    cross join genders
    inner join thresholds
        on scales.scale_id = thresholds.scale_id
        and coalesce(respondents.respondent = thresholds.respondent, thresholds.respondent is null)
        and (thresholds.gender is null or coalesce(genders.gender = thresholds.gender, false))
),

-- With the age unknown the form's own version decides, which it does only if all of its cut-offs are for one band.
age_bands as (
    select
        scale_id,
        respondent,
        gender,
        count(distinct row(age_from, age_to)) as band_count
    from eligible
    group by scale_id, respondent, gender
),

applicable as (
    select
        eligible.*,
        ages.age
    from eligible
    inner join age_bands
        on eligible.scale_id = age_bands.scale_id
        and eligible.respondent = age_bands.respondent
        and eligible.gender is not distinct from age_bands.gender
    cross join ages
    where
        case
            when ages.age is null then age_bands.band_count = 1
            else ages.age between coalesce(eligible.age_from, 0) and coalesce(eligible.age_to, 999)
        end
),

-- The most particular one: for this gender, for this respondent, for the narrowest band of ages.
ranked as (
    select
        *,
        row_number() over (
            partition by scale_id, respondent, gender, age
            order by
                is_for_gender desc,
                is_for_respondent desc,
                coalesce(age_to, 999) - coalesce(age_from, 0) asc,
                place_in_file asc
        ) as place
    from applicable
),

resolved as (
    select
        scale_id,
        respondent,
        gender,
        cast(age as integer) as age,
        threshold_id,
        operator,
        threshold,
        source
    from ranked
    where place = 1
)

select * from resolved
