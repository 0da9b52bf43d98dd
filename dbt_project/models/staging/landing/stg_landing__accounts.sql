{{ config(**appends_batches(feeds(), 'accounts', 'empty_accounts.parquet')) }}

-- From {{ source('landing', 'accounts') }}: the batches that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- ids
        receipt_key,
        ---------- codes
        state,
        reason,
        ---------- numbers
        rows as row_count,
        ---------- provenance
        {{ batch_path('batch_file') }} as batch_path
    from arrivals
)

select * from renamed
