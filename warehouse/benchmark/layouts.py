"""The layouts in which NHS Talking Therapies figures are published, read into one table of counts.

Belongs here: recognising a layout by its header, reading its cells, refusing what doesn't fit. Doesn't: where
the counts are kept (`store`) and what is made of them (`comparison`).

    annual      one row a provider, counts and percentages in columns; the year is in the file's name
    england     one row a month for the whole country
    monthly     one row per organisation and measure (the publisher's monthly activity data file)

Published percentages are kept beside the counts, but rates are computed from the counts. `*` and blank cells
are missing; `*` is also counted as suppressed. Nothing is ever read as 0 that isn't a 0.
"""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
from dataclasses import dataclass

import polars as pl

from warehouse.benchmark.measures import COUNT_NAMES, MEASURES, ROUNDING_ERROR, with_denominators

SUPPRESSED = "*"

COUNTS_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "level": pl.String,
    "organisation_code": pl.String,
    "organisation_name": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "count_id": pl.String,
    "value": pl.Int64,
    "is_suppressed": pl.Boolean,
    "published_percent": pl.Float64,
}
"""One row per organisation, period and count. `level` is `provider` or `england`. `value` null: not known.
`published_percent`: the rate that the publisher prints for the count, in per cent."""

ENGLAND_CODE = "ENG"

_MONTHLY = ("reportingperiodstart", "reportingperiodend", "grouptype", "measurename")
_VALUES = ("measurevaluesuppressed", "measurevalue")
_KEY = ("level", "organisation_code", "period_start", "count_id")


class BenchmarkError(ValueError):
    """A published file can't be used; the message says which cell, or what is missing, and what to do."""


@dataclass(frozen=True)
class ReadFile:
    """What a published file holds: its layout, and its counts in the columns of COUNTS_SCHEMA."""

    layout: str
    counts: pl.DataFrame


def read_published(content: bytes, file_name: str, year: str | None = None) -> ReadFile:
    """Read a published CSV file of any of the three layouts.

    `year` names the financial year of an annual file (`2024-25`); left out, it is taken from the file's name.

    Raises BenchmarkError if the layout isn't known, the year can't be told, a cell is no count, an
    organisation has a count twice, or a numerator is above its denominator by more than rounding explains.
    """
    table = _read_csv(content)
    if set(_MONTHLY) <= set(table.columns):
        layout, counts = "monthly", _monthly(table)
    elif "orgcode" in table.columns and "finishedcoursetreatmentcount" in table.columns:
        layout, counts = "annual", _annual(table, *_financial_year(year, file_name))
    elif "startdate" in table.columns and "finishedcoursetreatmentcount" in table.columns:
        layout, counts = "england", _england(table)
    else:
        raise BenchmarkError(
            "This isn't one of the layouts that can be read. Known: the annual file of providers (columns "
            "org_code, finished_course_treatment_count, ...), the monthly file for England (start_date, "
            "...), and the monthly activity data file (REPORTING_PERIOD_START, GROUP_TYPE, MEASURE_NAME, "
            "MEASURE_VALUE_SUPPRESSED, ...)."
        )
    return ReadFile(layout, _checked(counts))


def _read_csv(content: bytes) -> pl.DataFrame:
    """Read all cells as text; headers in small letters without signs. The row in the file is kept."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise BenchmarkError("The file is empty.")
    try:
        table = pl.read_csv(io.StringIO(text), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise BenchmarkError("The file can't be read as comma-separated text with one header row.") from error
    names = {name: re.sub(r"[^a-z0-9]", "", name.lower()) for name in table.columns}
    if len(set(names.values())) < len(names):
        raise BenchmarkError("Two columns of the file have the same name.")
    return (
        table.rename(names)
        .with_columns(pl.all().str.strip_chars())
        .with_row_index("row", offset=2)
        .filter(~pl.all_horizontal(pl.exclude("row").fill_null("") == ""))
    )


def _annual(table: pl.DataFrame, start: dt.date, end: dt.date) -> pl.DataFrame:
    return _unpivoted(
        table.with_columns(
            level=pl.lit("provider"),
            organisation_code=pl.col("orgcode"),
            organisation_name=pl.col("orgname") if "orgname" in table.columns else pl.lit(None, pl.String),
            period_start=pl.lit(start),
            period_end=pl.lit(end),
        )
    )


def _england(table: pl.DataFrame) -> pl.DataFrame:
    start = pl.col("startdate").str.to_date("%Y-%m-%d", strict=False)
    rows = table.with_columns(
        level=pl.lit("england"),
        organisation_code=pl.lit(ENGLAND_CODE),
        organisation_name=pl.lit("England"),
        period_start=start,
        period_end=start.dt.month_end(),
    )
    _refuse(rows.filter(pl.col("period_start").is_null()), "startdate", "a date like 2026-03-01")
    return _unpivoted(rows)


def _unpivoted(table: pl.DataFrame) -> pl.DataFrame:
    """Turn columns of counts, each with its percentage, into rows of counts."""
    ids = ["row", *list(COUNTS_SCHEMA)[:5]]
    names = {name: count_id for count_id, known in COUNT_NAMES.items() for name in known}
    parts = [
        table.select(
            *ids,
            count_id=pl.lit(count_id),
            column=pl.lit(f"{name}count"),
            cell=pl.col(f"{name}count"),
            percent=pl.col(f"{name}percentage")
            if f"{name}percentage" in table.columns
            else pl.lit(None, pl.String),
        )
        for name, count_id in names.items()
        if f"{name}count" in table.columns
    ]
    return pl.concat(parts)


def _monthly(table: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows of providers and of England with the counts that are known here."""
    value = next((name for name in _VALUES if name in table.columns), None)
    lacking = [name for name in ("orgcode2", "orgname2") if name not in table.columns]
    if value is None or lacking:
        raise BenchmarkError(f"The monthly file lacks the column {(lacking or _VALUES[:1])[0]}.")
    names = {name: count_id for count_id, known in COUNT_NAMES.items() for name in known}
    plain = pl.col("measurename").str.to_lowercase().str.replace_all("[^a-z0-9]", "")
    start, end = _month(table)
    is_england = pl.col("level") == "england"
    told = (
        table.with_columns(
            level=pl.col("grouptype").str.to_lowercase(),
            kind=plain.str.extract("^(count|percentage)"),
            count_id=plain.str.replace("^(count|percentage)", "").replace_strict(names, default=None),
            column=pl.col("measurename"),
            cell=pl.col(value),
            period_start=pl.lit(start),
            period_end=pl.lit(end),
        )
        .filter(pl.col("level").is_in(["provider", "england"]) & pl.col("count_id").is_not_null())
        .with_columns(
            organisation_code=pl.when(is_england).then(pl.lit(ENGLAND_CODE)).otherwise("orgcode2"),
            organisation_name=pl.when(is_england).then(pl.lit("England")).otherwise("orgname2"),
        )
    )
    percents = (
        told.filter(kind="percentage")
        .select("level", "organisation_code", "count_id", percent="cell")
        .unique(["level", "organisation_code", "count_id"], keep="first", maintain_order=True)
    )
    return told.filter(kind="count").join(percents, on=["level", "organisation_code", "count_id"], how="left")


def _month(table: pl.DataFrame) -> tuple[dt.date, dt.date]:
    """Read the month of a monthly file, whichever way round its dates are written."""
    told = table.select("reportingperiodstart", "reportingperiodend").unique().rows()
    if len(told) != 1:
        raise BenchmarkError("The monthly file has more than one reporting period: one file a month, please.")
    for style in ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d%b%Y"):
        try:
            start, end = (dt.datetime.strptime(str(part), style).date() for part in told[0])  # noqa: DTZ007
        except ValueError:
            continue
        if start.day == 1 and end == start.replace(day=calendar.monthrange(start.year, start.month)[1]):
            return start, end
    raise BenchmarkError(
        "REPORTING_PERIOD_START and REPORTING_PERIOD_END of the monthly file aren't the first and the last "
        "day of one month."
    )


def _financial_year(year: str | None, file_name: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of `2024-25`, from April to March."""
    pattern = r"(20\d\d)[-_/](?:20)?(\d\d)"
    found = re.fullmatch(pattern, year) if year is not None else re.search(pattern + r"(?!\d)", file_name)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise BenchmarkError(
            "Which year the annual file is about can't be told. Name its financial year, like 2024-25, with "
            "--year, or keep it in the file's name."
        )
    first = int(found[1])
    return dt.date(first, 4, 1), dt.date(first + 1, 3, 31)


def _checked(rows: pl.DataFrame) -> pl.DataFrame:
    """Turn cells into counts, or say which one is none."""
    if not rows.height:
        raise BenchmarkError(
            "The file has none of the counts that are known here, for any provider or England."
        )
    number = pl.col("cell").str.replace_all(",", "").cast(pl.Float64, strict=False)
    is_blank = pl.col("cell").is_null() | pl.col("cell").is_in(["", SUPPRESSED])
    _refuse(rows.filter(pl.col("organisation_code").fill_null("") == ""), "organisation", "a code")
    _refuse(
        rows.filter(~is_blank & (number.is_null() | (number < 0) | (number % 1 != 0))),
        None,
        "a whole count, blank, or * (suppressed)",
    )
    counts = rows.with_columns(
        value=pl.when(~is_blank).then(number).cast(pl.Int64),
        is_suppressed=(pl.col("cell") == SUPPRESSED).fill_null(False),
        published_percent=pl.col("percent").cast(pl.Float64, strict=False),
    )
    doubled = counts.filter(pl.struct(_KEY).is_duplicated())
    if doubled.height:
        first = doubled.sort("row").row(0, named=True)
        raise BenchmarkError(
            f"Row {first['row']}: {first['organisation_code']} has `{first['column']}` twice in one period."
        )
    tidy = counts.select(pl.col(name).cast(kind) for name, kind in COUNTS_SCHEMA.items()).sort(_KEY)
    _refuse_crossed(tidy)
    return tidy


def wide(counts: pl.DataFrame) -> pl.DataFrame:
    """Turn rows of counts into one row per organisation and period, with a column for each count."""
    known = pl.DataFrame(schema=dict.fromkeys(COUNT_NAMES, pl.Int64))
    organisation = ["level", "organisation_code", "period_start", "period_end"]
    table = counts.pivot("count_id", index=organisation, values="value")
    names = counts.group_by(organisation).agg(pl.col("organisation_name").drop_nulls().last())
    return (
        with_denominators(pl.concat([table, known], how="diagonal"))
        .join(names, on=organisation, maintain_order="left")
        .sort(organisation)
    )


def _refuse_crossed(counts: pl.DataFrame) -> None:
    """Refuse a numerator above its denominator by more than the rounding of both."""
    table = wide(counts)
    for measure in MEASURES.values():
        crossed = table.filter(pl.col(measure.numerator) > pl.col(measure.denominator) + ROUNDING_ERROR)
        if crossed.height:
            code = crossed.sort("organisation_code")["organisation_code"][0]
            raise BenchmarkError(
                f"{code}: {measure.numerator} is above {measure.denominator}, which rounding doesn't "
                "explain. Are columns mixed up?"
            )


def _refuse(rows: pl.DataFrame, column: str | None, wanted: str) -> None:
    if rows.height:
        first = rows.sort("row").row(0, named=True)
        raise BenchmarkError(
            f"Row {first['row']}: `{column or first['column']}` isn't {wanted}; {rows.height} such cells."
        )
