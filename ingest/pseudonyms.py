"""Keyed hashes: how a clinic's own identifiers become 64-bit keys that mean nothing elsewhere.

Belongs here: making keys and noticing that two identifiers share one. Doesn't: keeping the way back
(`vault`). HMAC-SHA-256 (RFC 2104) over kind, clinic and the length-prefixed parts of the trimmed identifier,
truncated to a non-negative 64-bit integer; computed once per distinct identifier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

SHA256_BLOCK = 64
LARGEST_KEY = 2**63 - 1


class KeyKind(StrEnum):
    """What a key names; the same text gives different keys for different kinds."""

    CLIENT = "client"
    THERAPIST = "therapist"
    EPISODE = "episode"
    APPOINTMENT = "appointment"
    RESPONSE = "response"
    ACTION = "action"


@dataclass(frozen=True)
class NamedKeys:
    """Keys of a column, and which identifier each distinct one stands for."""

    kind: KeyKind
    keys: pl.Series  # Int64, one per row, null where a part of the identifier is empty
    distinct: pl.DataFrame  # key Int64, local_id String: one row per distinct identifier


class Pseudonymiser:
    """Makes the keys of one clinic."""

    def __init__(self, pseudonym_key: bytes, clinic_id: str) -> None:
        padded = pseudonym_key.ljust(SHA256_BLOCK, b"\0")
        self.clinic_id = clinic_id
        # The two halves of an HMAC, prepared once: copying them costs 0.7 µs per identifier, a fresh
        # hmac.digest 1.8 µs.
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def name(self, kind: KeyKind, parts: Sequence[pl.Series]) -> NamedKeys:
        """Return the keys of identifiers given by one or more columns of trimmed text.

        An identifier with an empty part is no identifier: its key is null.
        """
        names = [f"part_{number}" for number in range(len(parts))]
        columns = pl.DataFrame([part.alias(name) for part, name in zip(parts, names, strict=True)])
        distinct = columns.drop_nulls().unique(maintain_order=True)
        messages = distinct.select(pl.concat_str([_length_prefixed(name) for name in names])).to_series()
        keys = pl.Series("key", self._digests(kind, messages.to_list()))
        named = distinct.with_columns(keys)
        local_id = pl.concat_str(names, separator="-") if len(names) > 1 else pl.col(names[0])
        if distinct.height == columns.height:
            by_row = keys
        elif len(names) == 1:
            by_row = columns.to_series().replace_strict(
                distinct.to_series(), keys, default=None, return_dtype=pl.Int64
            )
        else:
            by_row = columns.join(named, on=names, how="left", maintain_order="left")["key"]
        return NamedKeys(kind, by_row.alias("key"), named.select("key", local_id.alias("local_id")))

    def tag(self, text: str) -> str:
        """Return eight hexadecimal digits that stand for an identifier inside a file name."""
        return self._mac("file name", [text.encode()])[0][:4].hex()

    def mix(self, columns: Sequence[pl.Series]) -> pl.Series:
        """Return keys (Int64) made of 64-bit columns: splitmix64's finaliser, chained from a keyed start.

        Each step is one-to-one in its column, so rows that differ in one column only never share a key. Null
        where a column is.
        """
        mixed = _constant(self._start)
        for column in columns:
            mixed = _finalise(mixed ^ column.cast(pl.Int64).reinterpret(signed=False))
        return (mixed % _constant(2**63)).cast(pl.Int64)

    def code(self, word: str) -> int:
        """Return the signed 64-bit number by which a word enters `mix`."""
        return int.from_bytes(self._mac("word", [word.encode()])[0][:8], "big", signed=True)

    @cached_property
    def _start(self) -> int:
        return int.from_bytes(self._mac(KeyKind.RESPONSE, [b"natural"])[0][:8], "big")

    def _digests(self, kind: KeyKind, messages: list[str]) -> np.ndarray[Any, np.dtype[np.int64]]:
        first_eight = b"".join([digest[:8] for digest in self._mac(kind, [m.encode() for m in messages])])
        return (np.frombuffer(first_eight, dtype=">u8") & np.uint64(LARGEST_KEY)).astype(np.int64)

    def _mac(self, kind: str, messages: list[bytes]) -> list[bytes]:
        context = "".join(f"{len(text.encode())}:{text}" for text in (kind, self.clinic_id))
        start = self._inner.copy()
        start.update(context.encode())
        begin, finish = start.copy, self._outer.copy
        digests = []
        for message in messages:  # once per distinct identifier, never per row
            inner = begin()
            inner.update(message)
            outer = finish()
            outer.update(inner.digest())
            digests.append(outer.digest())
        return digests


def clashing(distinct: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """Return the keys that stand for more than one identifier, within `distinct` or against `known`.

    Both frames hold key Int64 and local_id String. With 64-bit keys nobody should ever see one.
    """
    keys = distinct["key"]
    within = keys.filter(keys.is_duplicated()) if keys.n_unique() < keys.len() else keys.clear()
    if known.is_empty():
        return within.unique()
    both = distinct.join(known, on="key", how="inner", suffix="_known")
    against = both.filter(pl.col("local_id") != pl.col("local_id_known"))["key"]
    return pl.concat([within, against]).unique()


def _length_prefixed(name: str) -> pl.Expr:
    column = pl.col(name)
    return pl.concat_str([column.str.len_bytes().cast(pl.String), pl.lit(":"), column])


def _constant(number: int) -> pl.Series:
    return pl.Series([number], dtype=pl.UInt64)


def _finalise(mixed: pl.Series) -> pl.Series:
    """Spread every bit over all others; constants of splitmix64 (Steele, Lea & Flood 2014).

    Column by column: as one expression it would name itself twice at each step, and be evaluated 4096 times.
    """
    mixed = mixed + _constant(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed // _constant(2**30))) * _constant(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed // _constant(2**27))) * _constant(0x94D049BB133111EB)
    return mixed ^ (mixed // _constant(2**31))
