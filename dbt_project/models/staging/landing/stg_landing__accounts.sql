{{ config(pre_hook="{{ forget_vanished_batches(feeds(), 'accounts') }}") }}

with arrivals as (
    select * from {{ new_batches(feeds(), 'accounts', 'empty_accounts.parquet', source('landing', 'accounts')) }}
),

renamed as (
    select
        ---------- ids
        receipt_key,
        ---------- codes
        state,
        reason,
        ---------- numbers
        "rows" as row_count,
        ---------- provenance
        {{ batch_path('batch_file') }} as batch_path
    from arrivals
)

select * from renamed
