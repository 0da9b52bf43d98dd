{# Rows where a number is above the one that it is a part of. #}
{% test never_exceeds(model, column, bound) %}

select *
from {{ model }}
where {{ column }} > {{ bound }}

{% endtest %}
