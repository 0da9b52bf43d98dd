{{ config(**appends_batches(['responses'], 'rows', 'responses/empty.parquet')) }}

-- From {{ source('landing', 'responses') }}: the batches that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- ids
        response_key,
        episode_key,
        appointment_key,
        ---------- codes
        instrument_id,
        respondent,
        not_given_reason,
        key_basis,
        ---------- answers
        items,
        declared_total,
        comment_length,
        ---------- times
        completed_at,
        ---------- flags
        has_time,
        is_keyed,
        is_synthetic_date,
        is_impossible_time,
        is_fractional_total,
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
