{{ config(**appends_batches(feeds(), 'deliveries', 'empty_deliveries.parquet')) }}

-- From {{ source('landing', 'deliveries') }}: the batches that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- ids
        receipt_key,
        delivery_key,
        supersedes_delivery_key,
        ---------- file
        clinic_id,
        export_name,
        feed,
        file_name,
        file_sha256,
        file_bytes,
        file_modified_at,
        archive_name,
        archive_sha256,
        ---------- reading
        mapping_fingerprint,
        mode,
        dialect,
        status,
        refusal_rule,
        refusal_message,
        ---------- numbers
        rows_received,
        ---------- times
        exported_at,
        exported_at_basis,
        received_at,
        ---------- provenance
        batch_id,
        {{ batch_path('batch_file') }} as batch_path
    from arrivals
)

select * from renamed
