"""Keys: the same for the same person, meaningless to everybody else."""

from __future__ import annotations

import hmac

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pseudonyms import LARGEST_KEY, KeyKind, Pseudonymiser, clashing

KEY = b"k" * 32


def keys(*texts: str | None, clinic: str = "north", kind: KeyKind = KeyKind.CLIENT) -> list[int | None]:
    return Pseudonymiser(KEY, clinic).name(kind, [pl.Series(texts, dtype=pl.String)]).keys.to_list()


def reference(kind: str, clinic: str, *parts: str) -> int:
    """HMAC-SHA-256 as the standard library makes it."""
    message = "".join(f"{len(part.encode())}:{part}" for part in (kind, clinic, *parts))
    digest = hmac.digest(KEY, message.encode(), "sha256")
    return int.from_bytes(digest[:8], "big") & LARGEST_KEY


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5, unique=True))
def test_keys_are_hmac_sha_256_of_kind_clinic_and_identifier(texts: list[str]) -> None:
    assert keys(*texts) == [reference("client", "north", text) for text in texts]


def test_keys_are_never_negative_and_never_null_for_an_identifier() -> None:
    made = keys(*(str(number) for number in range(2000)))
    assert all(key is not None and 0 <= key <= LARGEST_KEY for key in made)
    assert len(set(made)) == 2000


def test_the_same_text_names_somebody_else_in_another_clinic_or_of_another_kind() -> None:
    assert len({*keys("1"), *keys("1", clinic="south"), *keys("1", kind=KeyKind.EPISODE)}) == 3


def test_another_secret_gives_other_keys() -> None:
    other = Pseudonymiser(b"o" * 32, "north").name(KeyKind.CLIENT, [pl.Series(["1"])]).keys.to_list()
    assert other != keys("1")


def test_parts_are_kept_apart_so_that_joined_keys_cant_be_confused() -> None:
    left, right = pl.Series(["ab", "a", "a"]), pl.Series(["c", "bc", None])
    named = Pseudonymiser(KEY, "north").name(KeyKind.APPOINTMENT, [left, right])
    assert named.keys.to_list() == [
        reference("appointment", "north", "ab", "c"),
        reference("appointment", "north", "a", "bc"),
        None,
    ]
    assert sorted(named.distinct["local_id"]) == ["a-bc", "ab-c"]


def test_an_empty_identifier_has_no_key() -> None:
    assert keys("1", None) == [reference("client", "north", "1"), None]


def mix_reference(start: int, columns: list[int]) -> int:
    """splitmix64's finaliser in plain integers."""
    mask = 2**64 - 1
    mixed = start
    for value in columns:
        mixed = ((mixed ^ (value & mask)) + 0x9E3779B97F4A7C15) & mask
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        mixed ^= mixed >> 31
    return mixed % 2**63


@given(st.lists(st.tuples(*[st.integers(-(2**63), 2**63 - 1)] * 3), min_size=1, max_size=8))
def test_mixing_in_columns_is_splitmix64(rows: list[tuple[int, int, int]]) -> None:
    pseudonymiser = Pseudonymiser(KEY, "north")
    mixed = pseudonymiser.mix([pl.Series(column, dtype=pl.Int64) for column in zip(*rows, strict=True)])
    assert mixed.to_list() == [mix_reference(pseudonymiser._start, list(row)) for row in rows]


def test_mixing_keeps_what_is_missing_missing() -> None:
    mixed = Pseudonymiser(KEY, "north").mix([pl.Series([1, None]), pl.Series([2, 3])])
    assert mixed.is_null().to_list() == [False, True]


@pytest.mark.parametrize("changed", range(4))
def test_mixed_keys_of_many_rows_that_differ_in_one_column_differ(changed: int) -> None:
    columns = [pl.Series([7] * 50_000) if n != changed else pl.Series(range(50_000)) for n in range(4)]
    assert Pseudonymiser(KEY, "north").mix(columns).n_unique() == 50_000


def test_two_identifiers_with_one_key_are_noticed_within_and_against_what_is_known() -> None:
    distinct = pl.DataFrame({"key": [1, 1, 2, 3], "local_id": ["a", "b", "c", "d"]})
    known = pl.DataFrame({"key": [2, 3], "local_id": ["somebody else", "d"]})
    assert sorted(clashing(distinct, known)) == [1, 2]
    assert clashing(distinct.tail(1), known).is_empty()
