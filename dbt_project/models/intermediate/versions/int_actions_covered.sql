-- Clinics that send back what they did, and the span of days for which they do.
with deliveries as (
    select
        clinic_id,
        max(cast(exported_at as date)) as actions_until
    from {{ ref('int_deliveries_accepted') }}
    where feed = 'actions'
    group by clinic_id
),

actions as (
    select
        clinic_id,
        min(acted_on) as actions_from
    from {{ ref('int_actions_resolved') }}
    group by clinic_id
),

covered as (
    select
        deliveries.clinic_id,
        actions.actions_from,
        deliveries.actions_until
    from deliveries
    left join actions on deliveries.clinic_id = actions.clinic_id
)

select * from covered
