"""Parquet files: typed values as the text that a person would type."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest
from delivered_files import column_of, read_as, refusal_of, rows_of
from pyarrow import parquet as pq


def parquet(**columns: object) -> bytes:
    """Return a Parquet file with these columns."""
    target = io.BytesIO()
    pl.DataFrame(columns).write_parquet(target)
    return target.getvalue()


MOMENT = dt.datetime(2026, 11, 2, 14, 30)  # noqa: DTZ001
MOMENTS = pl.Series([MOMENT, MOMENT.replace(microsecond=250_000), None])


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pl.Series(["007", " a ", None]), ["007", " a ", ""]),
        (pl.Series([1, -2, None], dtype=pl.Int64), ["1", "-2", ""]),
        (pl.Series([2**63, 0, None], dtype=pl.UInt64), ["9223372036854775808", "0", ""]),
        (pl.Series([3.0, 7.3, None]), ["3", "7.3", ""]),
        (pl.Series([1e20, -0.00001, float("nan")]), ["100000000000000000000", "-0.00001", "NaN"]),
        (pl.Series([7.3, 3.0, None], dtype=pl.Float32), ["7.3", "3", ""]),
        (pl.Series([True, False, None]), ["true", "false", ""]),
        (pl.Series([dt.date(2026, 11, 2), None, None]), ["2026-11-02", "", ""]),
        (MOMENTS, ["2026-11-02 14:30:00", "2026-11-02 14:30:00.250", ""]),
        (MOMENTS.dt.cast_time_unit("ns"), ["2026-11-02 14:30:00", "2026-11-02 14:30:00.250", ""]),
        (
            MOMENTS.dt.replace_time_zone("Europe/Berlin"),
            ["2026-11-02 14:30:00+01:00", "2026-11-02 14:30:00.250+01:00", ""],
        ),
        (pl.Series([dt.time(14, 30), None, dt.time(0)]), ["14:30:00", "", "00:00:00"]),
        (pl.Series([Decimal("1.50"), Decimal("20.00"), None]), ["1.50", "20.00", ""]),
        (pl.Series(["a", "b", "a"], dtype=pl.Categorical), ["a", "b", "a"]),
        (pl.Series([None, None, None]), ["", "", ""]),
    ],
)
def test_every_type_has_its_text(values: pl.Series, texts: list[str]) -> None:
    assert (
        column_of(read_as("parquet", parquet(case=["A", "B", "C"], x=values), needed=("case", "x")), "x")
        == texts
    )


def test_numbers_have_the_decimal_mark_that_the_export_declares() -> None:
    content = parquet(a=[7.3, 3.0], b=[Decimal("1.50"), Decimal("2.00")], c=["1.5", "x"])
    result = read_as("parquet", content, needed=("a", "b", "c"), decimal=",")
    assert rows_of(result) == [(2, "7,3", "1,50", "1.5"), (3, "3", "2,00", "x")]


def test_rows_are_numbered_as_if_the_names_stood_in_the_first_row() -> None:
    content = parquet(case=["A", None, "C"], x=[1, None, 3], y=[None, None, 4])
    result = read_as("parquet", content, needed=("case", "x"))
    assert rows_of(result) == [(2, "A", "1"), (4, "C", "3")]
    assert result.blank.rows() == [(0, 1)]
    assert result.rows_received == {0: 3}


def test_nested_and_binary_columns_are_refused_only_where_they_are_needed() -> None:
    content = parquet(case=["A"], parts=[[1, 2]], picture=[b"x"])
    assert rows_of(read_as("parquet", content, needed=("case",))) == [(2, "A")]
    for needed in (("case", "parts"), ("picture",), ()):
        assert refusal_of(read_as("parquet", content, needed=needed)).rule == "FILE-HEADER"


def test_missing_columns_are_named() -> None:
    refusal = refusal_of(read_as("parquet", parquet(case=["A", "B"]), needed=("case", "x")))
    assert (refusal.rule, refusal.rows) == ("FILE-COLUMN-MISSING", 2)
    assert "`x`" in refusal.message


def test_a_name_that_is_there_twice_is_refused() -> None:
    target = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([pa.array(["A"]), pa.array(["B"])], names=["case", " case"]), target)
    assert refusal_of(read_as("parquet", target.getvalue(), needed=("case",))).rule == "FILE-COLUMN-TWICE"


def test_a_file_that_claims_too_many_rows_is_refused() -> None:
    target = io.BytesIO()
    table = pa.table({"case": pa.array([None] * 1_000_000, pa.int8())})
    with pq.ParquetWriter(target, table.schema, compression="zstd") as writer:
        for _ in range(3):
            writer.write_table(table)
    names = tuple(f"x{number}" for number in range(200))
    refusal = refusal_of(read_as("parquet", target.getvalue(), needed=("case", *names)))
    assert refusal.rule == "FILE-TOO-LARGE"


@pytest.mark.parametrize("content", [b"", b"case,x\nA,1\n", b"PAR1", b"PAR1" + bytes(100) + b"PAR1"])
def test_what_is_no_parquet_is_refused(content: bytes) -> None:
    assert refusal_of(read_as("parquet", content)).rule == ("FILE-UNREADABLE" if content else "FILE-EMPTY")
