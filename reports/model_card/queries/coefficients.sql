-- The model in full: its intercept, then its terms by their weight.
select
    term,
    coefficient,
    mean,
    standard_deviation
from marts.risk_coefficients
order by term != 'intercept', abs(coefficient) desc, term
