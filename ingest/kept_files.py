"""Held files, kept encrypted until somebody has decided: a release mustn't depend on the inbox.

Belongs here: writing, reading and removing them. Doesn't: why a file is held (`holds`), what was decided
(`hold_decisions`).

Each lies in a file of its own beside the clinic's vault, encrypted with the vault key and authenticated with
clinic and delivery, so that none can pass for another. Content: a line of JSON (the file's names), then its
bytes.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ingest.home import Home
from ingest.vault import NONCE_BYTES, VaultError, replace_privately

MAGIC = b"RAPPORT-HELD-1\n"


@dataclass(frozen=True)
class KeptFile:
    """A held file as it was received."""

    name: str
    archive_name: str | None
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class KeptFiles:
    """One clinic's held files."""

    home: Home
    clinic_id: str
    cipher: AESGCM = field(repr=False)

    @classmethod
    def of(cls, home: Home, clinic_id: str, vault_key: bytes) -> KeptFiles:
        """Open a clinic's held files."""
        return cls(home, clinic_id, AESGCM(vault_key))

    def path(self, delivery_key: int) -> Path:
        """Return where a delivery's file lies."""
        return held_path(self.home, self.clinic_id, delivery_key)

    def keep(self, delivery_key: int, file: KeptFile) -> None:
        """Write a file, unless it is kept already."""
        path = self.path(delivery_key)
        if path.exists():
            return
        names = json.dumps({"name": file.name, "archive_name": file.archive_name})
        plain = names.encode() + b"\n" + file.content
        nonce = os.urandom(NONCE_BYTES)
        sealed = self.cipher.encrypt(nonce, plain, self._bound_to(delivery_key))
        self.home.vault.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_privately(path, MAGIC + nonce + sealed)

    def read(self, delivery_key: int) -> KeptFile | None:
        """Read a file; None where it isn't kept.

        Raises:
            VaultError: it was damaged, or the vault key is another one.
        """
        path = self.path(delivery_key)
        if not path.exists():
            return None
        content = path.read_bytes()
        start = len(MAGIC) + NONCE_BYTES
        try:
            plain = self.cipher.decrypt(
                content[len(MAGIC) : start], content[start:], self._bound_to(delivery_key)
            )
        except (InvalidTag, ValueError):
            raise VaultError(
                f"{self.home.relative(path)} doesn't open with this vault key, or was damaged; restore it "
                "from your backup, or reject the delivery and ask the clinic to send the file again"
            ) from None
        names, _, kept = plain.partition(b"\n")
        told = json.loads(names)
        return KeptFile(told["name"], told["archive_name"], kept)

    def _bound_to(self, delivery_key: int) -> bytes:
        return MAGIC + f"{self.clinic_id}/{delivery_key}".encode()


def held_path(home: Home, clinic_id: str, delivery_key: int) -> Path:
    """Return where the file of a held delivery lies."""
    return home.vault / "held" / clinic_id / f"{delivery_key}.held"


def forget_kept(home: Home, clinic_id: str, delivery_key: int) -> None:
    """Remove the file of a delivery that waits no longer."""
    held_path(home, clinic_id, delivery_key).unlink(missing_ok=True)
