"""Text to exact numbers."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numbers import Notation, per_distinct, plain_decimals, read_decimals, read_scaled, scaled

POINT = Notation()
COMMA = Notation(",")
GERMAN = Notation(",", ".")
SWISS = Notation(".", "'")
FRENCH = Notation(",", " ")


def whole(text: str, notation: Notation = POINT) -> int | None:
    number = read_scaled(pl.Series([text]), 0, notation).item()
    assert number is None or isinstance(number, int)
    return number


@pytest.mark.parametrize(
    ("text", "notation", "number"),
    [
        ("3", POINT, 3),
        (" 3 ", POINT, 3),
        ("+3", POINT, 3),
        ("-3", POINT, -3),
        ("03", POINT, 3),
        ("3.0", POINT, 3),
        ("3,0", POINT, 3),
        ("3.00", COMMA, 3),
        ("3,0", COMMA, 3),
        ("3.", POINT, 3),
        ("1.234", GERMAN, 1234),
        ("1.234,0", GERMAN, 1234),
        ("1'234", SWISS, 1234),
        ("1\u00a0234", FRENCH, 1234),
        ("1.000", POINT, 1),
    ],
)
def test_whole_numbers_as_programs_write_them(text: str, notation: Notation, number: int) -> None:
    assert whole(text, notation) == number


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("", POINT),
        ("x", POINT),
        ("3x", POINT),
        ("3.5", POINT),
        ("3,5", COMMA),
        ("3,5", POINT),
        ("3.5", GERMAN),  # a thousands mark that doesn't group by three: 35 would be a guess
        ("1.23.456", GERMAN),
        ("1,234", POINT),
        ("1e3", POINT),
        ("NaN", POINT),
        ("inf", POINT),
        ("--3", POINT),
        (".", POINT),
        ("1234567890123456", POINT),
        ("٣", POINT),
    ],
)
def test_what_isnt_a_whole_number_stays_unread(text: str, notation: Notation) -> None:
    assert whole(text, notation) is None


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_decimals_are_counted_exactly_in_their_smallest_unit(count: int, places: int) -> None:
    text = str(Decimal(count).scaleb(-places))
    text = text if "E" not in text else f"{Decimal(count).scaleb(-places):f}"
    assert read_scaled(pl.Series([text]), places, POINT).item() == count


def test_a_tenth_is_a_tenth_however_floats_would_round_it() -> None:
    texts = pl.Series([f"{tenths // 10}.{tenths % 10}" for tenths in range(101)])
    assert read_scaled(texts, 1, POINT).to_list() == list(range(101))


def test_more_places_than_the_unit_has_stay_unread_unless_they_are_zeros() -> None:
    texts = pl.Series(["7.35", "7.30", "7.300", "7.3"])
    assert scaled(plain_decimals(texts, POINT), 1).to_list() == [None, 73, 73, 73]


def test_decimals_keep_their_sign_and_fraction() -> None:
    texts = pl.Series(["-0.24854609370231628", "12,5", None, "x"])
    assert read_decimals(texts, POINT).to_list() == [-0.24854609370231628, None, None, None]
    assert read_decimals(texts, COMMA).to_list() == [None, 12.5, None, None]


@pytest.mark.parametrize("texts", [["1", "1", None, "2", "1"], ["1", "2"], [None, None], []])
def test_reading_once_per_distinct_text_changes_nothing(texts: list[str | None]) -> None:
    column = pl.Series("n", texts, dtype=pl.String)
    assert per_distinct(column, lambda part: part.cast(pl.Int64)).to_list() == [
        None if text is None else int(text) for text in texts
    ]
