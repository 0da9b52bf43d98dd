with forms as (
    select * from {{ ref('int_alliance_sequenced') }}
    where session_number > 0
),

episodes as (
    select
        episode_key,
        state,
        sessions_attended
    from {{ ref('int_episodes_concluded') }}
),

-- Early wins where a short course's first and last sessions are the same ones.
placed as (
    select
        forms.*,
        case
            when forms.session_number <= {{ var('early_sessions') }} then 'early'
            when
                episodes.state != 'open'
                and forms.session_number > episodes.sessions_attended - {{ var('ending_sessions') }}
                then 'ending'
            else 'working'
        end as phase
    from forms
    inner join episodes on forms.episode_key = episodes.episode_key
),

described as (
    select
        clinic_id,
        episode_key,
        scale_id,
        respondent,
        phase,
        cast(count(*) as integer) as score_count,
        cast(min(session_number) as integer) as first_session,
        cast(max(session_number) as integer) as last_session,
        cast(sum({{ millionths('score') }}) as double) / count(*) / 1e6 as mean,
        min(score) as lowest,
        max(score) as highest
    from placed
    group by clinic_id, episode_key, scale_id, respondent, phase
)

select * from described
