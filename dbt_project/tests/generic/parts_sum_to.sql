{# Rows whose parts don't add up to the whole; a null whole has null parts. #}
{% test parts_sum_to(model, whole, parts) %}

select *
from {{ model }}
where {{ whole }} is distinct from {{ parts | join(' + ') }}

{% endtest %}
