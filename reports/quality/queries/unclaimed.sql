-- One row per file that lies in a clinic's source and that no export of the clinic claims.
select
    clinic_id,
    file_name
from audit.unclaimed_files
order by clinic_id, file_name
