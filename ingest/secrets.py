"""The two secrets of a home: the pseudonym key and the vault key.

Belongs here: making them once, reading them, refusing them where others could. Doesn't: what is done with
them (`pseudonyms`, `vault`).
"""

from __future__ import annotations

import os
import re
import secrets as random_bytes
import stat
from dataclasses import dataclass, field
from pathlib import Path

from ingest.canonical import Feed
from ingest.home import Home

KEY_BYTES = 32
PSEUDONYM_KEY = "pseudonym.key"
VAULT_KEY = "vault.key"
VARIABLES = {PSEUDONYM_KEY: "RAPPORT_PSEUDONYM_KEY", VAULT_KEY: "RAPPORT_VAULT_KEY"}
"""Environment variables that stand for the files, for sites that keep secrets elsewhere."""

_HEX = re.compile(rf"[0-9a-fA-F]{{{2 * KEY_BYTES}}}")


class SecretError(Exception):
    """A secret is missing, malformed or readable by others; the message says what to do."""


@dataclass(frozen=True)
class Secrets:
    """Both keys, 32 bytes each; never shown when printed."""

    pseudonym_key: bytes = field(repr=False)
    vault_key: bytes = field(repr=False)


def create_secrets(home: Home) -> None:
    """Write two new random keys, readable by their owner only.

    Raises:
        SecretError: there are keys already, or committed deliveries whose people the old keys named.
    """
    missing = [name for name in VARIABLES if not (home.secrets / name).exists()]
    if len(missing) < len(VARIABLES):
        raise SecretError("this home has its secrets already; they are never replaced, only backed up")
    create_missing_secrets(home)


def create_missing_secrets(home: Home) -> list[Path]:
    """Write the keys that are missing, and return them; those that are there stay as they are.

    Raises:
        SecretError: there are committed deliveries whose people a missing key named.
    """
    missing = [
        name
        for name, variable in VARIABLES.items()
        if not (home.secrets / name).exists() and not os.environ.get(variable)
    ]
    if missing and _has_batches(home):
        raise SecretError(_lost(home, " and ".join(f"secrets/{name}" for name in missing)))
    if missing:
        home.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.secrets.chmod(0o700)
    for name in missing:
        _write_owner_only(home.secrets / name, random_bytes.token_hex(KEY_BYTES) + "\n")
    return [home.secrets / name for name in missing]


def load_secrets(home: Home) -> Secrets:
    """Read both keys from the environment or from `secrets/`.

    Raises:
        SecretError: one is missing, isn't 64 hexadecimal digits, or can be read by others.
    """
    return Secrets(_load(home, PSEUDONYM_KEY), _load(home, VAULT_KEY))


def _load(home: Home, name: str) -> bytes:
    variable = VARIABLES[name]
    given = os.environ.get(variable)
    if given:
        return _decode(given, f"${variable}")
    path = home.secrets / name
    shown_as = home.relative(path)
    if not path.exists():
        if _has_batches(home):
            raise SecretError(_lost(home, shown_as))
        raise SecretError(f"{shown_as} is missing; run `rapport init`, or restore it from your backup")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SecretError(f"{shown_as} can be read by others; run `chmod 600 {shown_as}` in the home")
    try:
        return _decode(path.read_text(encoding="ascii"), shown_as)
    except (UnicodeDecodeError, PermissionError):
        raise SecretError(f"{shown_as} can't be read; restore it from your backup") from None


def _decode(text: str, shown_as: str) -> bytes:
    stripped = text.strip()
    if not _HEX.fullmatch(stripped):
        raise SecretError(f"{shown_as} isn't {2 * KEY_BYTES} hexadecimal digits; restore it from your backup")
    return bytes.fromhex(stripped)


def _lost(home: Home, shown_as: str) -> str:
    return (
        f"{shown_as} is missing, but {home.relative(home.landing)}/ has deliveries made with it; restore it "
        "from your backup. A new key would give every person a second identity"
    )


def _has_batches(home: Home) -> bool:
    return any(next((home.landing / feed).glob("clinic=*/batch=*"), None) is not None for feed in Feed)


def _write_owner_only(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
