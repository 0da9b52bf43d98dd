with holidays as (
    select * from {{ ref('int_holidays_listed') }}
)

select
    clinic_id,
    holiday_on,
    holiday_name
from holidays
