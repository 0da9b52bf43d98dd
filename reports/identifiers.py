"""A clinic's own identifiers, for that clinic's own page.

Belongs here: asking the vault, and the order in which people read identifiers. Doesn't: where they are shown;
no page of another clinic, of the network or of the quality team ever asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ingest.home import Home
from reports.words.figures import plain

LABEL_LIMIT = 24


@dataclass(frozen=True)
class Labels:
    """A label for each key, in the order in which to show them.

    `is_vault_readable` is False where the clinic's own identifiers are kept and can't be opened.
    """

    by_key: dict[int, str]
    is_vault_readable: bool


def labels_of(
    home: Home,
    clinic_id: str,
    kind: Literal["client", "therapist"],
    keys: Iterable[int],
    numbered: Callable[[int], str],
) -> Labels:
    """Return a label for every key.

    The clinic's own identifiers where its vault gives them, in their natural order; else what `numbered`
    calls the first, the second and so on in the order of the keys, which are keyed hashes and mean nothing.
    """
    own = _own_identifiers(home, clinic_id, kind)
    known = own or {}
    ordered = sorted(set(keys))
    named = sorted((key for key in ordered if key in known), key=lambda key: (_natural(known[key]), key))
    unnamed = [key for key in ordered if key not in known]
    labels = {key: plain(known[key], LABEL_LIMIT) for key in named}
    labels |= {key: numbered(number) for number, key in enumerate(unnamed, 1)}
    return Labels(labels, own is not None)


def _own_identifiers(home: Home, clinic_id: str, kind: str) -> dict[int, str] | None:
    """The clinic's own identifiers, none where no vault was ever written, None where it can't be opened."""
    if not any(home.vault.glob(f"{clinic_id}.*")):
        return {}
    # Decryption is imported only where there is something to decrypt.
    from ingest.vault import VaultError, local_identifiers

    try:
        return local_identifiers(home, clinic_id, kind)
    except VaultError:
        # One clinic's vault must not keep the others from their reports; the page says so on top. A secret
        # that is missing concerns every clinic, so that error goes on to whoever started the run.
        return None


def _natural(text: str) -> list[tuple[int, int, str]]:
    """T9 before T10."""
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts]
