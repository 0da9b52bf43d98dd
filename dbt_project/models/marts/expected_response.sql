with firsts as (
    select
        episode_key,
        scale_id,
        respondent,
        first_score,
        first_at
    from {{ ref('int_outcomes_classified') }}
    where is_main
),

scores as (
    select
        episode_key,
        scale_id,
        respondent,
        completed_at,
        session_number,
        score
    from {{ ref('int_scores_windowed') }}
    where construct = 'outcome' and is_main and session_number between 1 and {{ var('expected_response_sessions') }}
),

-- Fifths of all first scores of the network: a score that is a boundary belongs below it.
boundaries as (
    select
        scale_id,
        respondent,
        quantile_disc(first_score, [0.2, 0.4, 0.6, 0.8]) as cuts
    from firsts
    group by scale_id, respondent
),

placed as (
    select
        firsts.*,
        cast(1 + len(list_filter(boundaries.cuts, lambda cut: cut < firsts.first_score)) as integer) as first_fifth
    from firsts
    inner join boundaries on firsts.scale_id = boundaries.scale_id and firsts.respondent = boundaries.respondent
),

fifths as (
    select
        scale_id,
        respondent,
        first_fifth,
        min(first_score) as first_from,
        max(first_score) as first_to
    from placed
    group by scale_id, respondent, first_fifth
),

followed as (
    select
        placed.scale_id,
        placed.respondent,
        placed.first_fifth,
        cast(scores.session_number as integer) as session_number,
        count(*) as form_count,
        quantile_cont(scores.score, [0.1, 0.25, 0.5, 0.75, 0.9]) as quantiles
    from scores
    inner join placed
        on scores.episode_key = placed.episode_key
        and scores.scale_id = placed.scale_id
        and scores.respondent = placed.respondent
    where scores.completed_at > placed.first_at
    group by placed.scale_id, placed.respondent, placed.first_fifth, scores.session_number
),

told as (
    select
        ---------- ids
        followed.scale_id,
        followed.respondent,
        followed.first_fifth,
        followed.session_number,
        ---------- where they began
        fifths.first_from,
        fifths.first_to,
        ---------- where they are
        followed.form_count,
        followed.form_count >= {{ var('expected_response_minimum_forms') }} as is_enough,
        round(followed.quantiles[1], 9) as tenth,
        round(followed.quantiles[2], 9) as lower_quarter,
        round(followed.quantiles[3], 9) as median,
        round(followed.quantiles[4], 9) as upper_quarter,
        round(followed.quantiles[5], 9) as ninetieth
    from followed
    inner join fifths
        on followed.scale_id = fifths.scale_id
        and followed.respondent = fifths.respondent
        and followed.first_fifth = fifths.first_fifth
)

select * from told
