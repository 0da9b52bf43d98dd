-- One row per clinic and holiday of the week, with the days of the week that it takes.
select
    clinic_id,
    holiday_name,
    min(holiday_on) as first_on,
    max(holiday_on) as last_on,
    bool_or(isodow(holiday_on) <= 5) as is_on_weekday
from marts.dim_holidays
where
    holiday_on >= getvariable('week_end') - interval 7 day
    and holiday_on < getvariable('week_end')
group by clinic_id, holiday_name
order by clinic_id, first_on, holiday_name
