{{ config(**appends_batches(['decisions'], 'decisions', 'empty_decisions.parquet')) }}

-- From {{ source('landing', 'decisions') }}: the decisions that haven't been read yet.
with arrivals as (
    select * from {{ new_batches() }}
),

renamed as (
    select
        ---------- ids
        delivery_key,
        ---------- place
        clinic_id,
        export_name,
        file_name,
        ---------- decision
        rule_id,
        decision,
        decided_by,
        reason,
        ---------- times
        decided_at,
        ---------- provenance
        {{ batch_path('batch_file') }} as batch_path
    from arrivals
)

select * from renamed
