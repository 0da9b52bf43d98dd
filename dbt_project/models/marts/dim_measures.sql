with measures as (
    {% call(each) each_measure(['course', 'event', 'form']) %}
    select
        '{{ each.measure }}' as measure,
        '{{ each.unit }}' as unit,
        '{{ "mean" if each.unit == "form" else "share" }}' as kind,
        '{{ each.higher_is }}' as higher_is,
        {{ each.has_case_mix | lower }} as has_case_mix,
        {{ each.needs_appointments | lower }} as needs_appointments,
        cast({{ "'" ~ each.benchmark ~ "'" if each.benchmark else 'null' }} as varchar) as benchmark_measure,
        '{{ each.counts }}' as counts,
        '{{ each.among }}' as among
    {% endcall %}
)

select * from measures
