{{ config(**appends_batches(['episodes'], 'rows', 'episodes/empty.parquet')) }}

-- From {{ source('landing', 'episodes') }}: the batches that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- ids
        episode_key,
        client_key,
        therapist_key,
        ---------- codes
        end_reason,
        programme,
        presenting_problem,
        modality,
        ---------- numbers
        planned_sessions,
        age_at_start,
        ---------- dates
        referral_date,
        start_date,
        end_date,
        ---------- flags
        is_synthetic_date,
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
