-- The last note of each place holds until the next one.
with notes as (
    select * from {{ known(ref('stg_landing__unclaimed'), 'seen_at') }}
),

latest as (
    select
        place,
        max(seen_at) as seen_at
    from notes
    group by place
),

unclaimed as (
    select
        notes.place,
        notes.clinic_id,
        notes.file_name,
        notes.message,
        notes.seen_at as noted_at
    from notes
    semi join latest on notes.place = latest.place and notes.seen_at = latest.seen_at
    where notes.file_name is not null
)

select * from unclaimed
