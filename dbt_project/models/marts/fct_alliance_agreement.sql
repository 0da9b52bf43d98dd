with ranked as (
    select
        *,
        row_number() over (
            partition by episode_key, scale_id, respondent, session_number
            order by completed_at desc, response_key desc
        ) as place
    from {{ ref('int_alliance_sequenced') }}
    where session_number > 0
),

-- The last form of a session, where somebody filled in two.
forms as (
    select * from ranked
    where place = 1
),

others as (
    select * from forms
    where respondent != 'client'
),

compared as (
    select
        others.clinic_id,
        others.episode_key,
        others.scale_id,
        others.respondent as other_respondent,
        others.session_number,
        {{ millionths('clients.score') }} - {{ millionths('others.score') }} as difference
    from others
    inner join forms as clients
        on others.episode_key = clients.episode_key
        and others.scale_id = clients.scale_id
        and others.session_number = clients.session_number
        and clients.respondent = 'client'
),

described as (
    select
        clinic_id,
        episode_key,
        scale_id,
        other_respondent,
        cast(count(*) as integer) as session_count,
        cast(sum(difference) as double) / count(*) / 1e6 as mean_difference,
        cast(sum(abs(difference)) as double) / count(*) / 1e6 as mean_absolute_difference,
        {{ points('arg_min(difference, session_number)') }} as first_difference,
        {{ points('arg_max(difference, session_number)') }} as last_difference
    from compared
    group by clinic_id, episode_key, scale_id, other_respondent
)

select * from described
