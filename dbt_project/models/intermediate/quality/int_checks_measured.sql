{#
  Plausibility over all of a clinic's data: what the door can't see row by row. Each check counts what it could look
  at, what failed, and what it has nothing to say about. Which share of failures is still plausible stands in the
  catalogue of checks.
#}
with clinics as (
    select * from {{ ref('int_clinics_covered') }}
),

judging_scales as (
    select scale_id from {{ ref('int_scales_prepared') }}
    where judges_the_form
),

scores as (
    select
        episodes.clinic_id,
        count(*) as forms,
        count(scores.declared_matches) as compared,
        count(*) filter (not scores.declared_matches) as disagreeing,
        count(scores.items_answered) as itemised,
        count(*) filter (scores.items_answered is not null and scores.score is null) as unscored
    from {{ ref('int_responses_scored') }} as scores
    semi join judging_scales on scores.scale_id = judging_scales.scale_id
    inner join {{ ref('int_episodes_concluded') }} as episodes on scores.episode_key = episodes.episode_key
    group by episodes.clinic_id
),

episodes as (
    select
        clinic_id,
        count(*) as episodes,
        count(*) filter (state != 'open') as ended,
        count(*) filter (state_basis = 'unrecorded') as unexplained,
        sum(appointments_booked) as booked,
        sum(outcomes_unknown) as unknown
    from {{ ref('int_episodes_concluded') }}
    group by clinic_id
),

receipts as (
    select
        clinic_id,
        count(*) as receipts,
        count(*) filter (exported_at_basis = 'file_time') as weakly_dated
    from {{ known(ref('stg_landing__deliveries')) }}
    where status = 'accepted'
    group by clinic_id
),

waiting as (
    select
        clinic_id,
        count(*) as waiting
    from {{ ref('int_responses_orphaned') }}
    group by clinic_id
),

waiting_appointments as (
    select
        clinic_id,
        count(*) as waiting
    from {{ ref('int_appointments_orphaned') }}
    group by clinic_id
),

waiting_actions as (
    select
        clinic_id,
        count(*) as waiting
    from {{ ref('int_actions_orphaned') }}
    group by clinic_id
),

actions as (
    select
        clinic_id,
        count(*) as actions
    from {{ ref('int_actions_resolved') }}
    group by clinic_id
),

counts as (
    select
        clinics.clinic_id,
        checks.feed,
        checks.check_id,
        checks.description,
        coalesce(checks.evaluated, 0) as evaluated,
        coalesce(checks.failed, 0) as failed,
        coalesce(checks.available, 0) - coalesce(checks.evaluated, 0) as not_applicable
    from clinics
    left join scores on clinics.clinic_id = scores.clinic_id
    left join episodes on clinics.clinic_id = episodes.clinic_id
    left join receipts on clinics.clinic_id = receipts.clinic_id
    left join waiting on clinics.clinic_id = waiting.clinic_id
    left join waiting_appointments on clinics.clinic_id = waiting_appointments.clinic_id
    left join waiting_actions on clinics.clinic_id = waiting_actions.clinic_id
    left join actions on clinics.clinic_id = actions.clinic_id
    cross join lateral (
        values
        (
            'responses', 'WH-DECLARED-TOTAL',
            'The total that the sender declares is the score from the items.',
            scores.forms, scores.compared, scores.disagreeing
        ),
        (
            'responses', 'WH-WAITING',
            'The course of a form has arrived.',
            coalesce(scores.forms, 0) + coalesce(waiting.waiting, 0),
            coalesce(scores.forms, 0) + coalesce(waiting.waiting, 0),
            waiting.waiting
        ),
        (
            'appointments', 'WH-WAITING',
            'The course of an appointment has arrived.',
            coalesce(episodes.booked, 0) + coalesce(waiting_appointments.waiting, 0),
            coalesce(episodes.booked, 0) + coalesce(waiting_appointments.waiting, 0),
            waiting_appointments.waiting
        ),
        (
            'actions', 'WH-WAITING',
            'The course of an action has arrived.',
            actions.actions,
            actions.actions,
            waiting_actions.waiting
        ),
        (
            'responses', 'WH-UNSCORED',
            'Enough items are answered for a score.',
            scores.forms, scores.itemised, scores.unscored
        ),
        (
            'appointments', 'WH-OUTCOME-UNKNOWN',
            'The clinic says what became of a past appointment.',
            episodes.booked, episodes.booked, episodes.unknown
        ),
        (
            'episodes', 'WH-END-WITHOUT-REASON',
            'An episode that has ended has a recorded reason.',
            episodes.episodes, episodes.ended, episodes.unexplained
        ),
        (
            '', 'WH-EXPORT-TIME',
            'The export time of a file is in the file or its name.',
            receipts.receipts, receipts.receipts, receipts.weakly_dated
        )
    ) as checks (feed, check_id, description, available, evaluated, failed)
),

measured as (
    select
        clinic_id,
        '' as export_name,
        feed,
        check_id,
        description,
        cast(evaluated as bigint) as evaluated,
        cast(failed as bigint) as failed,
        cast(not_applicable as bigint) as not_applicable,
        cast(null as varchar) as details
    from counts
)

select * from measured
