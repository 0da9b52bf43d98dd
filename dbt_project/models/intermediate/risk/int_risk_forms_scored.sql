{#
  Every version of a client's form of a main outcome or alliance scale, and from when until when it was what was known.
  Values as shares of the scale's range; the higher, the more distress (outcome) or the better (alliance).
#}
with scales as (
    select * from {{ ref('int_scales_prepared') }}
    where is_main and construct in ('outcome', 'alliance') and maximum > minimum
),

versions as (
    select versions.*
    from (
        {{ dated_versions(
            'responses', ref('stg_landing__responses'), ref('int_responses_versioned'), ref('int_entities_withdrawn'),
            ref('stg_landing__deliveries')
        ) }}
    ) as versions
    semi join scales on versions.instrument_id = scales.instrument_id
    semi join {{ ref('int_risk_episodes_opened') }} as opened on versions.episode_key = opened.episode_key
    where versions.respondent = 'client'
),

-- Scored as every form is; its place in the course doesn't matter here.
unplaced as (
    select
        clinic_id,
        episode_key,
        cast(null as bigint) as client_key,
        cast(null as bigint) as therapist_key,
        response_key,
        instrument_id,
        respondent,
        not_given_reason,
        items,
        is_keyed,
        declared_total,
        completed_at,
        known_from,
        known_until,
        cast(null as integer) as session_number,
        cast(null as varchar) as session_link,
        cast(null as date) as session_on
    from versions
),

scored as (
    {{ scored_forms('unplaced', 'scales', ['known_from', 'known_until']) }}
),

levelled as (
    select
        scored.episode_key,
        scored.response_key,
        scored.completed_at,
        scored.known_from,
        scored.known_until,
        scales.scale_id,
        scales.construct,
        case
            when (scales.construct = 'alliance') = (scales.higher_is = 'better')
                then (scored.score - scales.minimum) / (scales.maximum - scales.minimum)
            else (scales.maximum - scored.score) / (scales.maximum - scales.minimum)
        end as level,
        scored.lowest_item
    from scored
    inner join scales on scored.scale_id = scales.scale_id
    where scored.score is not null
)

select * from levelled
