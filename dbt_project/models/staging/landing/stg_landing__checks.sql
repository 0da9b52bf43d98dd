{{ config(**appends_batches(feeds() + ['checks'], 'checks', 'empty_checks.parquet')) }}

-- Of batches and of clinics' servers. From {{ source('landing', 'checks') }}: those that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- ids
        check_id,
        source,
        ---------- place
        clinic_id,
        export_name,
        feed,
        ---------- rule
        description,
        severity,
        threshold,
        ---------- numbers
        evaluated,
        failed,
        not_applicable,
        ---------- flags
        is_passed,
        ---------- times
        measured_at,
        ---------- provenance
        {{ batch_path('batch_file') }} as batch_path
    from arrivals
)

select * from renamed
