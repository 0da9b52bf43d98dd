"""What is known of a network's clinics while one run receives them all.

Belongs here: remembering each clinic's receipts and identifiers for the length of a run, so that a file in
the wrong folder is noticed. Doesn't: comparing them (`holds`). Identifiers of another clinic never leave this
room, and no message names one.
"""

from __future__ import annotations

import polars as pl

from ingest.configuration.registry import Registry
from ingest.home import Home
from ingest.known_deliveries import ACCEPTED, KnownDeliveries, known_deliveries
from ingest.pseudonyms import KeyKind
from ingest.secrets import Secrets
from ingest.vault import Vault, VaultError, open_vault

_NOBODY = pl.Series("local_id", [], dtype=pl.String)


class OtherClinics:
    """The clinics of a network, as far as a run has had to look at them."""

    def __init__(self, home: Home, registry: Registry, secrets: Secrets) -> None:
        self._home, self._registry, self._secrets = home, registry, secrets
        self._known: dict[str, KnownDeliveries] = {}
        self._taken: dict[str, frozenset[str]] = {}
        self._identifiers: dict[str, dict[KeyKind, pl.Series]] = {}

    def known(self, clinic_id: str) -> KnownDeliveries:
        """Return a clinic's receipts."""
        if clinic_id not in self._known:
            self._known[clinic_id] = known_deliveries(self._home, clinic_id)
        return self._known[clinic_id]

    def has_taken(self, clinic_id: str, sha256: str) -> bool:
        """Say whether a file of these bytes was taken from a clinic."""
        if clinic_id not in self._taken:
            receipts = self.known(clinic_id).receipts
            self._taken[clinic_id] = frozenset(
                receipt.sha256 for receipt in receipts if receipt.status == ACCEPTED
            )
        return sha256 in self._taken[clinic_id]

    def identifiers(self, clinic_id: str, kind: KeyKind) -> pl.Series:
        """Return a clinic's own identifiers of a kind; none where its vault can't be opened.

        That its vault can't be opened is said when the clinic itself is received.
        """
        if clinic_id not in self._identifiers:
            try:
                vault = open_vault(self._home, clinic_id, self._secrets.vault_key)
            except VaultError:
                self._identifiers[clinic_id] = {}
            else:
                self._remember(vault)
        return self._identifiers[clinic_id].get(kind, _NOBODY)

    def have_received(self, vault: Vault) -> None:
        """Take note of what a clinic has landed in this run."""
        self._taken.pop(vault.clinic_id, None)
        self._remember(vault)

    def forget(self, clinic_id: str) -> None:
        """Drop what was noted of a clinic whose reception failed: nothing of it was landed."""
        for noted in (self._known, self._taken, self._identifiers):
            noted.pop(clinic_id, None)

    def _remember(self, vault: Vault) -> None:
        self._identifiers[vault.clinic_id] = {
            kind: known["local_id"] for kind, known in vault.identities.items()
        }
