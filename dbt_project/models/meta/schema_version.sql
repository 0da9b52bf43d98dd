-- The versions come from dbt_project/schema_versions.yml, which `warehouse.dbt` hands over.
with versions as (
    {% for version in var("schema_versions") or [] %}
        select
            '{{ version.version }}' as schema_version,
            cast('{{ version.changed_on }}' as date) as changed_on,
            '{{ version.change | replace("'", "''") }}' as change,
            {{ "true" if version.is_breaking else "false" }} as is_breaking,
            {{ "true" if loop.last else "false" }} as is_current
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
)

select * from versions
