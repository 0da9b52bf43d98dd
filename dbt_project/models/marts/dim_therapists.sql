with therapists as (
    select * from {{ ref('int_therapists_resolved') }}
),

mentioned as (
    select
        therapist_key,
        clinic_id
    from {{ ref('int_episodes_started') }}
    where therapist_key is not null

    union

    select
        therapist_key,
        clinic_id
    from {{ ref('int_appointments_numbered') }}
    where therapist_key is not null

    union

    select
        therapist_key,
        clinic_id
    from therapists
),

described as (
    select
        mentioned.therapist_key,
        mentioned.clinic_id,
        therapists.profession,
        therapists.qualified_year
    from mentioned
    left join therapists on mentioned.therapist_key = therapists.therapist_key
)

select * from described
