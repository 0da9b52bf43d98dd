-- One row per clinic and kind of event of which something came late, was corrected or taken back, or left because
-- its client opted out.
select
    clinic_id,
    kind,
    late,
    corrected,
    withdrawn,
    opted_out,
    earliest_on
from audit.week_changes
where late > 0 or corrected > 0 or withdrawn > 0 or opted_out > 0
order by clinic_id, list_position(['course_begun', 'course_ended', 'appointment', 'form'], kind)
