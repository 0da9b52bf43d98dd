-- The main marts by hand, over the same landed Parquet and with the same answers (`warehouse.py` compares them): what
-- somebody would write who needed these figures once, and trusted the files. It knows no withdrawals, conflicts,
-- opt-outs, reversed or grouped items, ages, other definitions of dropout, comparison, risk, quality, audit or
-- accounts, and tests nothing. `{landing}` and `{week_end}` are filled in.
create table scales as
from (values
    ('phq9', 2, 1, 6, true, true, 10), ('gad7', 1, 1, 4, true, true, 8),
    ('srs', 0, 10, null, false, false, null), ('ors', 0, 10, 5, false, true, 25)
) as t(instrument_id, max_missing, units, reliable, is_worse, is_outcome, cutoff);

create table episodes as
select * from read_parquet('{landing}/episodes/*/*/rows.parquet')
qualify row_number() over (partition by episode_key order by exported_at desc) = 1;

create table appointments as
select clinic_id, appointment_key, episode_key, scheduled_at, status from read_parquet('{landing}/appointments/*/*/rows.parquet')
qualify row_number() over (partition by appointment_key order by exported_at desc) = 1;

create table responses as
select response_key, episode_key, instrument_id, respondent, completed_at, items from read_parquet('{landing}/responses/*/*/rows.parquet')
qualify row_number() over (partition by response_key order by exported_at desc) = 1;

create table sessions as
select
    clinic_id, episode_key, scheduled_at::date as held_on,
    row_number() over (partition by episode_key order by scheduled_at, appointment_key) as session_number
from appointments where status in ('attended', 'attended_late') and scheduled_at < timestamp '{week_end}';

create table scores as
with scored as (
    select
        r.response_key, r.episode_key, r.instrument_id, r.respondent, r.completed_at,
        case when len(r.items) - list_count(r.items) <= s.max_missing
            then round(list_sum(r.items) * len(r.items) / list_count(r.items) / s.units, 1 - (s.units = 1)::integer)
        end as score
    from responses as r inner join scales as s using (instrument_id)
    where r.completed_at < timestamp '{week_end}'
)
select scored.*, coalesce(sessions.session_number, 0) as session_number, sessions.held_on
from scored
asof left join sessions
    on scored.episode_key = sessions.episode_key and scored.completed_at::date >= sessions.held_on;

create table fct_episodes as
with attendance as (
    select
        episode_key,
        count(*) filter (status in ('attended', 'attended_late')) as sessions_attended,
        count(*) filter (status = 'no_show') as no_shows,
        min(scheduled_at::date) filter (status in ('attended', 'attended_late')) as first_attended_on,
        max(scheduled_at::date) filter (status in ('attended', 'attended_late')) as last_attended_on
    from appointments where scheduled_at < timestamp '{week_end}' group by episode_key
), clinics as (
    select clinic_id, max(scheduled_at::date) as known_until
    from appointments where status != 'scheduled' and scheduled_at < timestamp '{week_end}' group by clinic_id
)
select
    e.clinic_id, e.episode_key, e.client_key, e.start_date, e.end_date, a.* exclude (episode_key),
    case
        when e.end_reason = 'completed' then 'completed'
        when e.end_date is not null then 'other_ending'
        when c.known_until - coalesce(a.last_attended_on, e.start_date) >= 60 then 'dropped_out'
        else 'open'
    end as state
from episodes as e left join attendance as a using (episode_key) left join clinics as c using (clinic_id)
where e.start_date < timestamp '{week_end}';

create view windowed as
select s.*, e.clinic_id, e.client_key
from scores as s inner join fct_episodes as e using (episode_key)
where s.score is not null and s.completed_at::date >= e.start_date - 28
    and (e.end_date is null or s.completed_at::date <= e.end_date + 14);

create table fct_outcomes as
with pairs as (
    select
        w.clinic_id, w.episode_key, w.instrument_id, w.respondent, count(*) as score_count,
        arg_min(w.score, (w.completed_at, w.response_key)) as first_score,
        case when count(*) > 1 then arg_max(w.score, (w.completed_at, w.response_key)) end as last_score
    from windowed as w inner join scales as s using (instrument_id) where s.is_outcome group by all
), turned as (
    select
        pairs.*, s.reliable, round(case when s.is_worse then first_score - last_score else last_score - first_score end, 6) as gain,
        case when s.is_worse then first_score >= s.cutoff else first_score < s.cutoff end as is_case_first,
        case when s.is_worse then last_score >= s.cutoff else last_score < s.cutoff end as is_case_last
    from pairs inner join scales as s using (instrument_id)
)
select
    *,
    case when gain >= reliable then 'improved' when -gain >= reliable then 'deteriorated'
        when gain is not null then 'unchanged' end as reliable_change,
    gain >= reliable and is_case_first and not is_case_last as is_recovered
from turned;

create table fct_alliance as
with forms as (
    select
        episode_key, client_key, instrument_id, respondent, session_number, score, completed_at, response_key,
        lag(score) over series - score as fall, lag(score) over series as before,
        max(score) over (series rows between 1 following and 3 following) as best_of_next
    from windowed where instrument_id = 'srs'
    window series as (partition by episode_key, instrument_id, respondent order by completed_at, response_key)
), clients as (
    select client_key, count(*) as n, var_samp(score) * (count(*) - 1) as squares, avg(score) as mean
    from forms group by client_key having count(*) > 1
), spread as (
    select sqrt(sum(squares) / sum(n - 1)) as within_sd, stddev_samp(mean) as between_sd from clients
)
select
    episode_key, instrument_id, respondent, count(*) as score_count,
    arg_min(score, (completed_at, response_key)) as baseline, arg_max(score, (completed_at, response_key)) as last,
    min(score) as minimum, avg(score) as mean, regr_slope(score, session_number) as slope_per_session,
    greatest(max(fall), 0) as largest_drop,
    count(*) filter (round(fall, 6) >= greatest(within_sd, between_sd)) as rupture_count,
    count(*) filter (round(fall, 6) >= greatest(within_sd, between_sd) and best_of_next >= before - within_sd)
        as repair_count
from forms cross join spread group by episode_key, instrument_id, respondent;

create table fct_expected_forms as
with protocol as (from (values ('phq9'), ('gad7'), ('srs')) as t(instrument_id)), came as (
    select
        episode_key, instrument_id, session_number,
        min(case when score is null then 3 when completed_at::date > held_on then 2 else 1 end) as place
    from scores group by all
)
select
    s.episode_key, protocol.instrument_id, s.session_number, s.held_on as due_on,
    coalesce(['received', 'late', 'partial'][came.place], 'missing') as state
from sessions as s cross join protocol
left join came
    on s.episode_key = came.episode_key and protocol.instrument_id = came.instrument_id
    and s.session_number = came.session_number;

create table fct_adherence as
with forms as (
    select episode_key, count(*) as expected, count(*) filter (state in ('received', 'late')) as completed
    from fct_expected_forms group by episode_key
)
select
    e.episode_key, e.sessions_attended / (e.sessions_attended + e.no_shows) as attendance_share,
    forms.completed / forms.expected as form_completion_share
from fct_episodes as e left join forms using (episode_key);

create table retention_curves as
with ended as (
    select clinic_id, sessions_attended as k, state, count(*) as n
    from fct_episodes where sessions_attended > 0 group by all
), steps as (
    select
        clinic_id, k, sum(n) filter (state = 'dropped_out') as dropped_out,
        sum(n) filter (state = 'completed') as completed, sum(n) filter (state = 'open') as censored,
        sum(sum(n)) over (partition by clinic_id order by k desc) as at_risk
    from ended group by clinic_id, k
)
select
    *, exp(sum(ln(nullif(1 - coalesce(dropped_out, 0) / at_risk, 0))) over (partition by clinic_id order by k)) as survival
from steps;

create table clinic_figures as
select
    clinic_id, o.instrument_id, count(*) as ended, count(o.last_score) as paired,
    count(*) filter (o.reliable_change = 'improved') as improved, count(*) filter (o.is_recovered) as recovered,
    count(*) filter (e.state = 'dropped_out') as dropped_out
from fct_episodes as e left join fct_outcomes as o using (clinic_id, episode_key)
where e.state != 'open' group by all;
