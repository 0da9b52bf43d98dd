-- One row per measure and clinic (and 'all') at the funnel of published providers: everything in it is released.
select
    measure_id,
    clinic_id,
    published_measure,
    published_period,
    week,
    is_withheld,
    as_of,
    denominator,
    value,
    providers,
    providers_missing,
    provider_centre,
    lower_95,
    upper_95,
    lower_998,
    upper_998,
    share_of_providers_below,
    side
from marts.network_benchmark
where week = (select max(latest.week) from marts.network_benchmark as latest)
order by
    list_position(
        ['nhs_recovery', 'nhs_reliable_recovery', 'nhs_reliable_improvement', 'nhs_deterioration'], measure_id
    ),
    measure_id,
    clinic_id
