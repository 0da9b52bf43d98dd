with caseload as (
    select * from {{ ref('int_episodes_listed') }}
),

instruments as (
    select * from {{ ref('stg_registry__instruments') }}
    where len(risk_items) > 0
),

-- Up to what is known at the run, not to the week's end: an answer of this morning isn't kept for a week.
forms as (
    select
        responses.response_key,
        responses.episode_key,
        responses.instrument_id,
        responses.respondent,
        responses.completed_at,
        responses.received_at,
        responses.items
    from {{ ref('int_responses_resolved') }} as responses
    inner join caseload on responses.episode_key = caseload.episode_key
    inner join instruments on responses.instrument_id = instruments.instrument_id
    where
        responses.items is not null
        and responses.completed_at >= {{ week_end() }} - interval ({{ var('risk_answer_days') }}) day
),

numbered as (
    select
        *,
        row_number() over (
            partition by episode_key, instrument_id, respondent
            order by completed_at desc, response_key desc
        ) as place_from_last
    from forms
),

latest as (
    select * exclude (place_from_last)
    from numbered
    where place_from_last = 1
),

-- A review names its form by identifier, or by instrument and day; one of before the form is of another one.
reviews as (
    select
        latest.response_key,
        min(actions.acted_on) as reviewed_on
    from latest
    inner join {{ ref('int_actions_resolved') }} as actions
        on latest.episode_key = actions.episode_key
        and cast(latest.completed_at as date) <= actions.acted_on
        and (
            latest.response_key = actions.response_key
            or (
                actions.response_key is null
                and latest.instrument_id = actions.instrument_id
                and cast(latest.completed_at as date) = actions.form_on
            )
        )
    where actions.kind = 'risk_answer_reviewed'
    group by latest.response_key
),

answers as (
    select
        latest.* exclude (items),
        unnest(instruments.risk_items) as item_number,
        unnest(list_transform(instruments.risk_items, lambda n: latest.items[n])) as stored,
        instruments.item_units,
        instruments.item_minimum,
        instruments.item_maximum
    from latest
    inner join instruments on latest.instrument_id = instruments.instrument_id
),

above as (
    select
        ---------- ids
        caseload.clinic_id,
        answers.response_key,
        caseload.episode_key,
        caseload.client_key,
        caseload.therapist_key,
        ---------- codes
        answers.instrument_id,
        cast(answers.respondent as varchar) as respondent,
        ---------- numbers
        cast(answers.item_number as integer) as item_number,
        cast(answers.stored as double) / answers.item_units as answer,
        cast(answers.item_minimum as double) as answer_minimum,
        cast(answers.item_maximum as double) as answer_maximum,
        ---------- times
        answers.completed_at,
        answers.received_at,
        reviews.reviewed_on
    from answers
    inner join caseload on answers.episode_key = caseload.episode_key
    left join reviews on answers.response_key = reviews.response_key
    where answers.stored > answers.item_minimum * answers.item_units
)

select * from above
