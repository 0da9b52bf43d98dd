{%- set limits = var('continuity') -%}
-- The last seven days of each export's fields beside the half year before: fields that go blank, words that change.
with filled as (
    select
        clinic_id,
        export_name,
        feed,
        field,
        coalesce(sum(row_count) filter (exported_at > {{ period_start() }}), 0) as rows_now,
        coalesce(sum(missing) filter (exported_at > {{ period_start() }}), 0) as missing_now,
        coalesce(sum(row_count) filter (exported_at <= {{ period_start() }}), 0) as rows_before,
        coalesce(sum(missing) filter (exported_at <= {{ period_start() }}), 0) as missing_before
    from {{ ref('int_fields_counted') }}
    where exported_at > {{ usual_start() }} and exported_at <= {{ audit_moment() }}
    group by clinic_id, export_name, feed, field
),

blank as (
    select
        clinic_id,
        export_name,
        feed,
        field,
        'blank' as kind,
        rows_now >= {{ limits.rows_now }} and rows_before >= {{ limits.rows_before }} as is_comparable,
        missing_now / nullif(rows_now, 0) - missing_before / nullif(rows_before, 0) > {{ limits.blank_rise }}
            as is_changed,
        field || ': missing in ' || missing_now || ' of ' || rows_now || ' rows, before in ' || missing_before
        || ' of ' || rows_before as told
    from filled
),

words as (
    select
        clinic_id,
        export_name,
        feed,
        field,
        sum(rows_now) over fields as all_now,
        sum(rows_before) over fields as all_before,
        rows_now,
        rows_before
    from {{ ref('int_codes_counted') }}
    window fields as (partition by clinic_id, export_name, feed, field)
),

-- The rows that would have to say something else for the shares to be the usual ones (total variation).
moved as (
    select
        clinic_id,
        export_name,
        feed,
        field,
        max(all_now) as rows_now,
        max(all_before) as rows_before,
        sum(greatest(rows_now - all_now * rows_before / nullif(all_before, 0), 0)) as moved_rows
    from words
    group by clinic_id, export_name, feed, field
),

changed as (
    select
        clinic_id,
        export_name,
        feed,
        field,
        'codes' as kind,
        rows_now >= {{ limits.rows_now }} and rows_before >= {{ limits.rows_before }} as is_comparable,
        moved_rows > {{ limits.codes_moved }} * rows_now as is_changed,
        field || ': ' || cast(round(moved_rows) as bigint) || ' of ' || rows_now
        || ' rows say something else than is usual' as told
    from moved
),

compared as (
    select * from blank
    union all
    select * from changed
)

select * from compared
