-- One row per clinic and quarter of the first session ('' for the twelve months together): days from referral to it.
with begun as (
    select
        clinic_id,
        cast(first_attended_on - referral_date as integer) as days,
        cast(year(first_attended_on) as varchar) || '-Q' || cast(quarter(first_attended_on) as varchar) as begun_in,
        first_attended_on >= getvariable('week_end') - interval 12 month as is_of_year
    from marts.fct_episodes
    where
        first_attended_on < getvariable('week_end')
        and first_attended_on >= date_trunc('quarter', getvariable('week_end')) - interval 15 month
        and referral_date <= first_attended_on
)

select
    clinic_id,
    begun_in,
    count(*) as courses,
    quantile_cont(days, 0.5) as median,
    quantile_cont(days, 0.25) as quarter_below,
    quantile_cont(days, 0.75) as quarter_above,
    quantile_disc(days, 0.9) as nine_in_ten
from begun
group by clinic_id, begun_in

union all

select
    clinic_id,
    '' as begun_in,
    count(*) as courses,
    quantile_cont(days, 0.5) as median,
    quantile_cont(days, 0.25) as quarter_below,
    quantile_cont(days, 0.75) as quarter_above,
    quantile_disc(days, 0.9) as nine_in_ten
from begun
where is_of_year
group by clinic_id
order by clinic_id, begun_in
