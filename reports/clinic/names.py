"""What clients and therapists are called on their own clinic's page.

Belongs here: whose labels the page needs. Doesn't: the vault (`reports.identifiers`), any figure; a label's
place says nothing about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.home import Home
from reports.identifiers import labels_of
from reports.publication import Publication
from reports.words.catalogue import Words

_QUERIES = Path(__file__).with_name("queries")
_CASELOAD = {"clinic_id", "episode_key", "client_key"}


@dataclass(frozen=True)
class Names:
    """Labels by key. `clients`: those of open courses."""

    therapists: dict[int, str]
    clients: dict[int, str]
    is_vault_readable: bool


def names_of(publication: Publication, home: Home, clinic_id: str, words: Words) -> Names:
    """Return a clinic's labels: its own identifiers where its vault gives them, else numbers."""
    therapists = labels_of(
        home,
        clinic_id,
        "therapist",
        (row["therapist_key"] for row in publication.rows_of(_QUERIES / "therapists.sql", clinic_id)),
        lambda number: words.say("therapist-label", number=number),
    )
    caseload = (
        publication.rows_of(_QUERIES / "caseload.sql", clinic_id)
        if publication.has_columns("marts", "fct_caseload", _CASELOAD)
        else []
    )
    clients = labels_of(
        home,
        clinic_id,
        "client",
        (row["client_key"] for row in caseload),
        lambda number: words.say("client-label", number=number),
    )
    return Names(
        therapists.by_key, clients.by_key, therapists.is_vault_readable and clients.is_vault_readable
    )
