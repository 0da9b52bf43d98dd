{{ config(**appends_batches(feeds(), 'quarantine', 'empty_quarantine.parquet')) }}

-- From {{ source('landing', 'quarantine') }}: the batches that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- ids
        receipt_key,
        delivery_key,
        entity_key,
        ---------- place
        clinic_id,
        export_name,
        feed,
        source_row,
        column_name,
        ---------- rule
        rule_id,
        remedy,
        ---------- provenance
        {{ batch_path('batch_file') }} as batch_path
    from arrivals
)

select * from renamed
