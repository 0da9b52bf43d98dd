-- The model in force, as one row; none where none could be trained.
select *
from marts.risk_models
where is_in_force
