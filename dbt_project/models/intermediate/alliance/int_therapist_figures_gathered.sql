with forms as (
    select * from {{ ref('int_therapist_forms') }}
    where construct = 'empathy'
),

episodes as (
    select * from {{ ref('int_episodes_ended') }}
),

therapists as (
    select
        episode_key,
        therapist_key
    from {{ ref('int_episodes_concluded') }}
    where therapist_key is not null
),

has_appointments as (
    select clinic_id from {{ ref('int_clinics_covered') }}
    where has_appointment_data
),

-- Everything in whole millionths, higher better: a mean doesn't depend on the order of adding.
of_clients as (
    select
        therapist_key,
        client_key,
        'empathy' as related_to,
        scale_id,
        {{ millionths('mean_score') }} as figure
    from forms

    union all

    select
        therapists.therapist_key,
        alliances.client_key,
        'feedback' as related_to,
        alliances.scale_id,
        cast(round(sum(cast(alliances.level as hugeint)) / count(*)) as bigint) as figure
    from {{ ref('int_alliance_sequenced') }} as alliances
    inner join therapists on alliances.episode_key = therapists.episode_key
    inner join {{ ref('int_scales_prepared') }} as scales on alliances.scale_id = scales.scale_id
    where alliances.respondent = 'client' and scales.is_main
    group by therapists.therapist_key, alliances.client_key, alliances.scale_id

    union all

    -- Who didn't drop out, of those whose course has ended.
    select
        therapists.therapist_key,
        episodes.client_key,
        'retention' as related_to,
        'none' as scale_id,
        cast(1000000 * count(*) filter (episodes.state != 'dropped_out') // count(*) as bigint) as figure
    from episodes
    inner join therapists on episodes.episode_key = therapists.episode_key
    semi join has_appointments on episodes.clinic_id = has_appointments.clinic_id
    group by therapists.therapist_key, episodes.client_key

    union all

    select
        therapists.therapist_key,
        outcomes.client_key,
        'outcome' as related_to,
        outcomes.scale_id,
        cast(round(sum(cast({{ millionths('outcomes.improvement') }} as hugeint)) / count(*)) as bigint) as figure
    from {{ ref('int_outcomes_classified') }} as outcomes
    inner join therapists on outcomes.episode_key = therapists.episode_key
    where outcomes.is_paired and outcomes.is_main and outcomes.respondent = 'client'
    group by therapists.therapist_key, outcomes.client_key, outcomes.scale_id
),

gathered as (
    select
        therapist_key,
        related_to,
        scale_id,
        count(*) as client_count,
        cast(sum(cast(figure as hugeint)) as double) / count(*) / 1e6 as mean
    from of_clients
    group by therapist_key, related_to, scale_id
)

select * from gathered
