{{ config(**appends_batches(['appointments'], 'rows', 'appointments/empty.parquet')) }}

-- From {{ source('landing', 'appointments') }}: the batches that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- ids
        appointment_key,
        episode_key,
        therapist_key,
        ---------- codes
        status,
        modality,
        ---------- times
        scheduled_at,
        ---------- flags
        has_time,
        is_synthetic_date,
        is_impossible_time,
        ---------- provenance
        clinic_id,
        cast(delivery_key as bigint) as delivery_key,
        cast(source_row as integer) as source_row,
        cast(exported_at as timestamp) as exported_at,
        cast(received_at as timestamp) as received_at,
        coalesce(is_withdrawn, false) as is_withdrawn,
        {{ batch_path('batch_file') }} as batch_path
    from arrivals
)

select * from renamed
