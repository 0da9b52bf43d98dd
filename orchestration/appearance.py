"""How a home wants its reports to look: what `rapport.yml` and the clinics' files say of it.

Belongs here: reading that from the registry. Doesn't: languages and formats (`reports`).
"""

from __future__ import annotations

from ingest.configuration.registry import Registry
from reports.render import Appearance


def appearance_of(registry: Registry) -> Appearance:
    """Return language and paper of the reports, and the languages that clinics have chosen for themselves."""
    own = {name: clinic.language for name, clinic in registry.clinics.items() if clinic.language}
    return Appearance(registry.network.language, registry.network.paper, own)
