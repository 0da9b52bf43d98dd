{# The continuity guards as checks: each counts what it could look at, what failed, and says what it found. #}
with fields as (
    select * from {{ ref('int_fields_compared') }}
),

exports as (
    select
        *,
        silent_days - holiday_days as counted_days
    from {{ ref('int_deliveries_spaced') }}
),

pathways as (
    select * from {{ ref('int_pathways_compared') }}
),

answers as (
    select * from {{ ref('int_answers_compared') }}
),

of_fields as (
    select
        clinic_id,
        export_name,
        feed,
        case kind when 'blank' then 'CONT-FIELD-BLANK' else 'CONT-CODES' end as check_id,
        case kind
            when 'blank' then 'No field goes blank that used to be filled.'
            else 'The words of a coded field keep their usual shares.'
        end as description,
        count(*) filter (is_comparable) as evaluated,
        count(*) filter (is_comparable and is_changed) as failed,
        count(*) filter (not is_comparable) as not_applicable,
        string_agg(told, '; ' order by field) filter (is_comparable and is_changed) as details
    from fields
    group by clinic_id, export_name, feed, kind
),

of_exports as (
    select
        exports.clinic_id,
        exports.export_name,
        exports.feed,
        checks.check_id,
        checks.description,
        checks.evaluated,
        checks.failed,
        1 - sign(checks.evaluated) as not_applicable,
        checks.details
    from exports
    cross join lateral (
        values
        (
            'CONT-SILENT', 'The next file of an export comes when it usually does.',
            -- A rhythm needs three steps; what has been silent for a year isn't expected any more.
            cast(exports.steps >= 3 and exports.silent_days <= 365 as integer),
            cast(
                exports.steps >= 3 and exports.counted_days > exports.longest_days and exports.silent_days <= 365
                as integer
            ),
            case
                when exports.counted_days > exports.longest_days then 'nothing since ' || exports.last_made_on || ', '
                    || exports.silent_days || ' days'
                    || case
                        when exports.holiday_days > 0 then ', ' || exports.holiday_days || ' of them holidays' else ''
                    end
                    || '; usual are ' || round(exports.usual_days, 1)
            end
        ),
        (
            'CONT-GAP', 'No delivery is missing in the middle of the last thirteen.',
            case when exports.steps >= 3 then exports.steps else 0 end,
            case when exports.steps >= 3 then exports.gaps else 0 end,
            array_to_string(exports.gaps_told[:3], '; ')
        )
    ) as checks (check_id, description, evaluated, failed, details)
),

of_pathways as (
    select
        pathways.clinic_id,
        '' as export_name,
        checks.feed,
        checks.check_id,
        checks.description,
        checks.evaluated,
        checks.failed,
        0 as not_applicable,
        null as details
    from pathways
    cross join lateral (
        values
        (
            'episodes', 'CONT-VANISHED', 'Courses that were open are still sent, or have ended.',
            pathways.open_courses, pathways.vanished
        ),
        (
            'episodes', 'CONT-THERAPISTS', 'Open courses keep their therapist.',
            pathways.told_again, pathways.with_other_therapist
        ),
        (
            'episodes', 'CONT-CLIENTS', 'Open courses stay those of the same client.',
            pathways.sent_again, pathways.with_other_client
        ),
        (
            'therapists', 'CONT-STAFF', 'Most therapists of a week occurred in the half year before it.',
            pathways.working, pathways.unknown_before
        ),
        (
            'appointments', 'CONT-PATHWAY', 'The course of an appointment has been sent.',
            pathways.meetings, pathways.without_course
        )
    ) as checks (feed, check_id, description, evaluated, failed)
),

of_answers as (
    select
        clinic_id,
        '' as export_name,
        'responses' as feed,
        case kind when 'keying' then 'CONT-KEYING' else 'CONT-STEPS' end as check_id,
        case kind
            when 'keying' then 'Reversed items, once turned, go with the others.'
            else 'Answers on a line use its tenths or its ends.'
        end as description,
        count(*) filter (is_comparable) as evaluated,
        count(*) filter (is_comparable and is_doubtful) as failed,
        count(*) filter (not is_comparable) as not_applicable,
        string_agg(told, '; ' order by compared) filter (is_comparable and is_doubtful) as details
    from answers
    group by clinic_id, kind
),

measured as (
    select * from of_fields
    union all
    select * from of_answers
    union all
    select * from of_exports
    union all
    select * from of_pathways
)

select
    clinic_id,
    export_name,
    feed,
    check_id,
    description,
    cast(evaluated as bigint) as evaluated,
    cast(failed as bigint) as failed,
    cast(not_applicable as bigint) as not_applicable,
    case when failed > 0 then details end as details
from measured
