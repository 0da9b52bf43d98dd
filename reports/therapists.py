"""What a therapist is called in the clinic's own report.

Belongs here: labels and their order. Doesn't: any figure; the label's order says nothing about anybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ingest.home import Home
from reports.publication import Publication
from reports.words.catalogue import Words
from reports.words.figures import plain

LABEL_LIMIT = 24
_QUERY = Path(__file__).with_name("therapists.sql")


@dataclass(frozen=True)
class TherapistLabels:
    """A label for each therapist key, in the order in which to show them.

    `is_vault_readable` is False where the clinic's own identifiers are kept and can't be opened.
    """

    by_key: dict[int, str]
    is_vault_readable: bool


def therapist_labels(publication: Publication, home: Home, clinic_id: str, words: Words) -> TherapistLabels:
    """Return the labels of a clinic's therapists.

    The clinic's own identifiers where its vault gives them, in their natural order; else numbers in the order
    of the keys, which are keyed hashes and mean nothing.
    """
    keys = [row["therapist_key"] for row in publication.rows_of(_QUERY, clinic_id)]
    own = _own_identifiers(home, clinic_id)
    known = own or {}
    named = sorted((key for key in keys if key in known), key=lambda key: (_natural(known[key]), key))
    unnamed = [key for key in keys if key not in known]
    labels = {key: plain(known[key], LABEL_LIMIT) for key in named}
    labels |= {key: words.say("therapist-label", number=number) for number, key in enumerate(unnamed, 1)}
    return TherapistLabels(labels, own is not None)


def _own_identifiers(home: Home, clinic_id: str) -> dict[int, str] | None:
    """The clinic's own identifiers, none where no vault was ever written, None where it can't be opened."""
    if not any(home.vault.glob(f"{clinic_id}.*")):
        return {}
    # Decryption is imported only where there is something to decrypt.
    from ingest.vault import VaultError, local_identifiers

    try:
        return local_identifiers(home, clinic_id, "therapist")
    except VaultError:
        # One clinic's vault must not keep the others from their reports; the page says so on top. A secret
        # that is missing concerns every clinic, so that error goes on to whoever started the run.
        return None


def _natural(text: str) -> list[tuple[int, int, str]]:
    """T9 before T10."""
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts]
