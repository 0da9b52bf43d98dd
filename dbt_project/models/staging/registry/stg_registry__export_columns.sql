with registered as (
    select * from {{ registry_table('export_columns', source('registry', 'export_columns')) }}
),

renamed as (
    select
        clinic_id,
        export_name,
        field,
        file_column
    from registered
)

select * from renamed
