"""Identifiers as clinics' own systems make them, so that tests of privacy mean something.

Belongs here: one style of identifiers per kind of clinic. Doesn't: Rapport's keys, made at the door.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.simulator.people import Integers

_ODD_MULTIPLIER = 2654435761  # odd, so that multiplying modulo 2**32 never maps two numbers to one


@dataclass(frozen=True)
class IdStyle:
    """How one kind of clinic numbers things; each function turns numbers from 1 on into unique texts."""

    therapist: Callable[[Integers], pl.Series]
    client: Callable[[Integers, pl.Series], pl.Series]
    """Takes the running number and the date of registration."""
    episode: Callable[[Integers, pl.Series, pl.Series, Integers], pl.Series]
    """Takes the running number, the start date, the client's identifier and which course of theirs it is."""
    appointment: Callable[[Integers], pl.Series]
    response: Callable[[Integers], pl.Series]


def _numbered(pattern: str, offset: int = 0) -> Callable[[Integers], pl.Series]:
    return lambda numbers: pl.Series(np.char.mod(pattern, numbers + offset))


def _scrambled(pattern: str) -> Callable[[Integers], pl.Series]:
    return lambda numbers: pl.Series(np.char.mod(pattern, (numbers * _ODD_MULTIPLIER) % 2**32))


def _gapped(pattern: str, offset: int, step: int) -> Callable[[Integers, pl.Series], pl.Series]:
    def make(numbers: Integers, registered: pl.Series) -> pl.Series:
        return pl.Series(np.char.mod(pattern, offset + step * numbers + numbers % step))

    return make


def _registration_day(numbers: Integers, registered: pl.Series) -> pl.Series:
    """`20230817-3`: the third who was registered on that day."""
    table = pl.DataFrame({"day": registered, "number": numbers})
    return table.select(
        pl.format("{}-{}", pl.col("day").dt.strftime("%Y%m%d"), pl.col("number").rank("ordinal").over("day"))
    ).to_series()


def _of_client(
    pattern: str,
) -> Callable[[Integers, pl.Series, pl.Series, Integers], pl.Series]:
    def make(numbers: Integers, start: pl.Series, client: pl.Series, course: Integers) -> pl.Series:
        return pl.select(pl.format(pattern, client, pl.Series(course))).to_series()

    return make


def _of_year(pattern: str, year: str) -> Callable[[Integers, pl.Series, pl.Series, Integers], pl.Series]:
    def make(numbers: Integers, start: pl.Series, client: pl.Series, course: Integers) -> pl.Series:
        running = pl.Series(np.char.mod("%05d", numbers))
        return pl.select(pl.format(pattern, start.dt.strftime(year), running)).to_series()

    return make


ID_STYLES: dict[str, IdStyle] = {
    "british": IdStyle(
        _numbered("T%02d"),
        _gapped("N-%06d", 4200, 3),
        _of_year("TB{}/{}", "%y"),
        _numbered("A%08d", 120000),
        _numbered("Q%07d", 5000),
    ),
    "german": IdStyle(
        _numbered("B-%02d"),
        _registration_day,
        _of_year("F{}-{}", "%Y"),
        _numbered("%07d", 310000),
        _numbered("%08d", 77000),
    ),
    "flat": IdStyle(
        _numbered("th%02d"),
        _gapped("M%05d", 300, 2),
        _of_client("{}-{}"),
        _numbered("S%06d"),
        _numbered("S%06d"),
    ),
    "long": IdStyle(
        _numbered("%03d"),
        _gapped("%07d", 4100, 5),  # leading zeros, which must survive
        _of_client("{}.{}"),
        _numbered("%09d", 900000),
        _numbered("%09d"),
    ),
    "american": IdStyle(
        _numbered("LMFT-%02d"),
        _gapped("CN-%04d", 1040, 1),
        _of_client("{}-{}"),
        _numbered("%06d", 2000),
        _scrambled("%08X"),
    ),
    "survey": IdStyle(
        _numbered("%02d"),
        lambda numbers, registered: _scrambled("%08x")(numbers),
        _of_year("E-{}-{}", "%Y"),
        _numbered("%06d"),
        _scrambled("R_%08x"),
    ),
    "workbooks": IdStyle(
        _numbered("Th %02d"),
        _gapped("W%05d", 700, 2),
        _of_client("{} / {}"),
        _numbered("%06d", 40000),
        _numbered("%06d", 810000),
    ),
    "redcap": IdStyle(
        _numbered("%d"),
        _gapped("%05d", 20000, 3),
        _of_client("{}-{}"),
        _numbered("%d"),
        _numbered("%d"),
    ),
    "fhir": IdStyle(
        _scrambled("prac-%08x"),
        lambda numbers, registered: _scrambled("pat-%08x")(numbers),
        _of_year("epi-{}-{}", "%Y"),
        _scrambled("app-%08x"),
        _scrambled("qr-%08x"),
    ),
}
