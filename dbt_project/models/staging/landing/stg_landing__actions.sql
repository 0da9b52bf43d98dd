{{ config(**appends_batches(['actions'], 'rows', 'actions/empty.parquet')) }}

-- From {{ source('landing', 'actions') }}: the batches that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- ids
        action_key,
        episode_key,
        response_key,
        ---------- codes
        kind,
        instrument_id,
        ---------- times
        acted_on,
        form_on,
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
