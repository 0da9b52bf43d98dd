{#
  The clock: an ending stands at k + 1, the first session not attended, after k attended; an open episode is
  censored after k. At a tie, events come before censorings. Episodes that were never attended are counted apart,
  and so are those under way before the clinic's data begin: which session their first known one was, nobody can tell.
#}
with times as (
    select * from {{ ref('int_retention_times') }}
    where sessions_attended > 0 and not is_migrated
),

exits as (
    select
        clinic_id,
        definition_id,
        case when event = 'censored' then sessions_attended else sessions_attended + 1 end as session_number,
        count(*) filter (event = 'dropped_out') as dropped_out,
        count(*) filter (event = 'completed') as completed,
        count(*) filter (event = 'other') as other,
        count(*) filter (event = 'censored') as censored
    from times
    group by
        clinic_id,
        definition_id,
        case when event = 'censored' then sessions_attended else sessions_attended + 1 end
),

everywhere as (
    select
        clinic_id,
        definition_id,
        session_number,
        dropped_out,
        completed,
        other,
        censored
    from exits

    union all

    select
        'all' as clinic_id,
        definition_id,
        session_number,
        sum(dropped_out) as dropped_out,
        sum(completed) as completed,
        sum(other) as other,
        sum(censored) as censored
    from exits
    group by definition_id, session_number
),

curves as (
    select
        clinic_id,
        definition_id,
        max(session_number) as last_session
    from everywhere
    group by clinic_id, definition_id
),

steps as (
    select
        clinic_id,
        definition_id,
        unnest(range(1, last_session + 1)) as session_number
    from curves
),

counted as (
    select
        steps.clinic_id,
        steps.definition_id,
        cast(steps.session_number as integer) as session_number,
        cast(coalesce(everywhere.dropped_out, 0) as bigint) as dropped_out,
        cast(coalesce(everywhere.completed, 0) as bigint) as completed,
        cast(coalesce(everywhere.other, 0) as bigint) as other,
        cast(coalesce(everywhere.censored, 0) as bigint) as censored
    from steps
    left join everywhere
        on steps.clinic_id = everywhere.clinic_id
        and steps.definition_id = everywhere.definition_id
        and steps.session_number = everywhere.session_number
),

-- At risk: everyone who leaves here or later, whichever way.
at_risk as (
    select
        clinic_id,
        definition_id,
        session_number,
        cast(
            sum(dropped_out + completed + other + censored) over (
                partition by clinic_id, definition_id
                order by session_number
                rows between current row and unbounded following
            ) as bigint
        ) as at_risk,
        dropped_out,
        completed,
        other,
        censored
    from counted
)

select * from at_risk
