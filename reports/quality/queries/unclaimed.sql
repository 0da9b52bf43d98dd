-- One row per file that no export takes, and per folder of the inbox that belongs to no clinic.
select
    place,
    file_name,
    clinic_id,
    message
from audit.unclaimed_files
order by place, file_name
