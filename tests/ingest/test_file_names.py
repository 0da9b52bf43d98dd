"""Identifiers in file names."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.file_names import NameMask, candidates, identifiers_among
from ingest.pseudonyms import Pseudonymiser

MASK = NameMask(Pseudonymiser(b"k" * 32, "north"))
PATTERN = "phq9_*.csv"


def masked(name: str, *identifiers: str, pattern: str = PATTERN) -> str:
    return MASK.mask(name, pattern, {identifier.casefold() for identifier in identifiers})


def test_an_identifier_between_other_words_is_masked() -> None:
    name = masked("phq9_C-1042_2026.csv", "C-1042")
    assert name.startswith("phq9_[id-")
    assert name.endswith("]_2026.csv")
    assert "1042" not in name


@pytest.mark.parametrize(
    ("name", "identifiers"),
    [
        ("phq9_weekly.csv", ["C-1042"]),
        ("phq9_10425.csv", ["1042"]),  # a part of a word is no identifier
        ("phq9_2026-11-16.csv", ["11", "16", "2026"]),  # a day is none either
        ("phq9_x.csv", ["phq9", "csv"]),  # nor what the pattern itself spells out
    ],
)
def test_other_names_stay_as_they_are(name: str, identifiers: list[str]) -> None:
    assert masked(name, *identifiers) == name


def test_case_doesnt_hide_an_identifier() -> None:
    assert masked("phq9_smith.csv", "SMITH") == masked("phq9_smith.csv", "smith") != "phq9_smith.csv"


def test_the_longest_identifier_is_masked_whole() -> None:
    assert masked("phq9_a-b.csv", "a", "a-b").count("[id-") == 1


def test_folders_are_masked_as_well() -> None:
    assert "1042" not in masked("C1042/phq9_1.csv", "c1042", pattern="**/phq9_*.csv")


def test_a_masked_name_is_recognised_and_no_other_is() -> None:
    kept = masked("phq9_C-1042_7.csv", "C-1042")
    assert MASK.is_same(kept, "phq9_C-1042_7.csv", PATTERN)
    assert not MASK.is_same(kept, "phq9_C-1043_7.csv", PATTERN)
    assert not MASK.is_same(kept, "phq9_C-1042_8.csv", PATTERN)
    assert MASK.is_same("phq9_x.csv", "phq9_x.csv", PATTERN)


def test_several_identifiers_in_one_name_are_recognised() -> None:
    name = "phq9_a_b_c.csv"
    assert MASK.is_same(masked(name, "a", "c"), name, PATTERN)


def test_another_clinic_masks_the_same_identifier_otherwise() -> None:
    other = NameMask(Pseudonymiser(b"k" * 32, "south"))
    assert other.mask("phq9_a.csv", PATTERN, {"a"}) != masked("phq9_a.csv", "a")


def test_only_words_of_the_names_are_looked_up_among_identifiers() -> None:
    words = candidates(["phq9_C-1042_7.csv"])
    assert {"c-1042", "c", "1042", "7"} <= words
    assert identifiers_among(words, [pl.Series(["C-1042", "7b"]), pl.Series(["x"])]) == {"c-1042"}
    assert identifiers_among(words, []) == frozenset()
