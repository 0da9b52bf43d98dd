"""The encrypted file of one clinic: which key stands for which local identifier, and refused rows as sent.

Belongs here: the file's format, encryption, atomic replacement. Doesn't: making keys (`pseudonyms`), deciding
what is refused (`door`). This is the only place where a clinic's identifiers rest.

Format: magic, version, then segments of [kind, length, nonce, AES-256-GCM ciphertext], then a seal. Each
segment is authenticated with clinic, position and kind, the seal with the number of segments, so that nothing
can be changed, swapped, cut off or carried over from another clinic unnoticed.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ingest.crosswalks import CrosswalkError, read_crosswalk
from ingest.home import Home
from ingest.pseudonyms import KeyKind
from ingest.secrets import load_secrets

MAGIC = b"RAPPORT-VAULT"
VERSION = 1
NONCE_BYTES = 12
IDENTITIES, REFUSED_ROWS, SEAL = b"I", b"R", b"S"
KEPT_KINDS = (KeyKind.CLIENT, KeyKind.EPISODE, KeyKind.THERAPIST)
"""Kinds whose local identifiers a clinic's own report or workbook needs."""

IDENTITY_SCHEMA = pl.Schema({"kind": pl.String(), "key": pl.Int64(), "local_id": pl.String()})
KNOWN_SCHEMA = pl.Schema({"key": pl.Int64(), "local_id": pl.String()})
REFUSED_ROW_SCHEMA = pl.Schema(
    {
        "receipt_key": pl.Int64(),
        "source_row": pl.Int32(),
        "header": pl.List(pl.String()),
        "cells": pl.List(pl.String()),
    }
)
_HEAD = struct.Struct(">cQ")
_NOBODY = pl.DataFrame(schema=KNOWN_SCHEMA)


class VaultError(Exception):
    """A vault can't be opened; the message says what to do."""


@dataclass
class Vault:
    """One clinic's vault, opened: what it held, and what has been added since."""

    path: Path
    shown_as: str
    clinic_id: str
    cipher: AESGCM = field(repr=False)
    identities: dict[KeyKind, pl.DataFrame] = field(default_factory=dict, repr=False)  # KNOWN_SCHEMA each
    refused: list[bytes] = field(default_factory=list, repr=False)  # one Parquet file per batch
    is_changed: bool = False

    def known(self, kind: KeyKind) -> pl.DataFrame:
        """Return key and local_id of every identity of a kind."""
        return self.identities.get(kind, _NOBODY)

    def identifiers(self) -> list[pl.Series]:
        """Return every local identifier, whatever it names."""
        return [known["local_id"] for known in self.identities.values()]

    def add_identities(self, kind: KeyKind, named: pl.DataFrame) -> None:
        """Add identities (key, local_id) that aren't there yet."""
        known = self.known(kind)
        new = named.join(known, on="key", how="anti") if known.height else named
        if new.height:
            self.identities[kind] = pl.concat([known, new.select(KNOWN_SCHEMA.names()).sort("key")])
            self.is_changed = True

    def add_refused_rows(self, rows: pl.DataFrame) -> None:
        """Add rows as they were sent (REFUSED_ROW_SCHEMA)."""
        if rows.height:
            self.refused.append(_to_parquet(rows.select(REFUSED_ROW_SCHEMA.names()).cast(REFUSED_ROW_SCHEMA)))
            self.is_changed = True

    def refused_rows(self) -> pl.DataFrame:
        """Return every refused row as it was sent (REFUSED_ROW_SCHEMA)."""
        parts = [pl.read_parquet(io.BytesIO(part)) for part in self.refused]
        return pl.concat([pl.DataFrame(schema=REFUSED_ROW_SCHEMA), *parts])

    def forget(self, keys: Sequence[int], local_ids: Sequence[str], places: pl.DataFrame) -> int:
        """Remove identities by key, and refused rows that name an identifier or lie at one of the places.

        `places` holds receipt_key and source_row. Returns how many refused rows were removed.
        """
        for kind, known in self.identities.items():
            self.identities[kind] = known.filter(~pl.col("key").is_in(keys))
        kept, removed = [], 0
        for part in self.refused:
            rows = pl.read_parquet(io.BytesIO(part))
            names_them = (
                pl.col("cells").list.eval(pl.element().str.strip_chars().is_in(list(local_ids))).list.any()
            )
            left = rows.filter(~names_them.fill_null(False)).join(
                places, on=["receipt_key", "source_row"], how="anti", maintain_order="left"
            )
            removed += rows.height - left.height
            if left.height:
                kept.append(part if left.height == rows.height else _to_parquet(left))
        self.refused, self.is_changed = kept, True
        return removed

    def save(self) -> None:
        """Replace the file in one step, if anything was added."""
        if not self.is_changed:
            return
        everybody = pl.concat(
            [pl.DataFrame(schema=IDENTITY_SCHEMA)]
            + [
                known.select(pl.lit(kind.value).alias("kind"), "key", "local_id")
                for kind, known in sorted(self.identities.items())
            ]
        )
        segments = [(IDENTITIES, _to_parquet(everybody)), *((REFUSED_ROWS, part) for part in self.refused)]
        content = b"".join(
            [MAGIC, struct.pack(">H", VERSION)]
            + [self._encrypt(kind, position, plain) for position, (kind, plain) in enumerate(segments)]
            + [self._encrypt(SEAL, len(segments), b"")]
        )
        replace_privately(self.path, content)
        self.is_changed = False

    def _encrypt(self, kind: bytes, position: int, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        cipher_text = self.cipher.encrypt(nonce, plain, _bound_to(self.clinic_id, position, kind))
        return _HEAD.pack(kind, len(cipher_text)) + nonce + cipher_text


def open_vault(home: Home, clinic_id: str, vault_key: bytes) -> Vault:
    """Decrypt a clinic's vault; an empty one where there is no file yet.

    Raises:
        VaultError: the key is another one, or the file was damaged or changed.
    """
    path = home.vault / f"{clinic_id}.vault"
    vault = Vault(path, home.relative(path), clinic_id, AESGCM(vault_key))
    if not path.exists():
        return vault
    for kind, plain in _segments(vault, path.read_bytes()):
        if kind == IDENTITIES:
            everybody = pl.read_parquet(io.BytesIO(plain))
            for kept in KEPT_KINDS:
                vault.identities[kept] = everybody.filter(pl.col("kind") == kept.value).drop("kind")
        elif kind == REFUSED_ROWS:
            vault.refused.append(plain)
    return vault


def local_identifiers(home: Home, clinic_id: str, kind: str) -> dict[int, str]:
    """Return key -> local identifier of one clinic, for that clinic's own pages and nothing else.

    After a migration it is the new identifier, by which the clinic knows people today. `kind` is client,
    episode or therapist.

    Raises:
        VaultError, SecretError: the vault can't be opened.
        ValueError: no such kind is kept.
    """
    if kind not in KEPT_KINDS:
        raise ValueError(f"`{kind}` isn't kept in a vault. Kept: {', '.join(KEPT_KINDS)}")
    vault = open_vault(home, clinic_id, load_secrets(home).vault_key)
    known = vault.known(KeyKind(kind))
    names = known["local_id"]
    with suppress(CrosswalkError):  # the clinic's next reception says what is wrong with it
        names = read_crosswalk(home, clinic_id, "UTC").newest(KeyKind(kind), names)
    return dict(zip(known["key"].to_list(), names.to_list(), strict=True))


def _segments(vault: Vault, content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(MAGIC) + 2
    if content[: len(MAGIC)] != MAGIC or len(content) < at:
        raise VaultError(f"{vault.shown_as} isn't a vault; restore it from your backup")
    version = struct.unpack(">H", content[len(MAGIC) : at])[0]
    if version != VERSION:
        raise VaultError(f"{vault.shown_as} has version {version}, this Rapport reads {VERSION}: update it")
    position, sealed = 0, False
    while at < len(content) and not sealed:
        try:
            kind, length = _HEAD.unpack_from(content, at)
            start = at + _HEAD.size + NONCE_BYTES
            plain = vault.cipher.decrypt(
                content[at + _HEAD.size : start],
                content[start : start + length],
                _bound_to(vault.clinic_id, position, kind),
            )
        except (InvalidTag, struct.error, ValueError):
            raise VaultError(_not_opened(vault, position)) from None
        at, position, sealed = start + length, position + 1, kind == SEAL
        if not sealed:
            yield kind, plain
    if not sealed or at != len(content):
        raise VaultError(f"{vault.shown_as} is cut off or was added to; restore it from your backup")


def _not_opened(vault: Vault, position: int) -> str:
    if position == 0:
        return (
            f"{vault.shown_as} doesn't open with this vault key: restore secrets/vault.key (or "
            "$RAPPORT_VAULT_KEY) as it was, or, if the key is right, the file from your backup"
        )
    return f"{vault.shown_as} was damaged or changed; restore it from your backup"


def _bound_to(clinic_id: str, position: int, kind: bytes) -> bytes:
    return MAGIC + struct.pack(">HI", VERSION, position) + kind + clinic_id.encode()


def _to_parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def replace_privately(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, in one step, in a folder that only its owner can open."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
