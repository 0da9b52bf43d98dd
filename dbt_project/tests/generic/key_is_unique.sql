{# Rows that share their key with another: what a primary key's index would refuse, at a fraction of its price. #}
{% test key_is_unique(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
