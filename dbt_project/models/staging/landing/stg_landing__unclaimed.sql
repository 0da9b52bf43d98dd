{{ config(**appends_batches(['unclaimed'], 'unclaimed', 'empty_unclaimed.parquet')) }}

-- From {{ source('landing', 'unclaimed') }}: the notes that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- place
        place,
        clinic_id,
        file_name,
        message,
        ---------- times
        seen_at,
        ---------- provenance
        run_id,
        {{ batch_path('batch_file') }} as batch_path
    from arrivals
)

select * from renamed
