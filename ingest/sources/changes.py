"""Whether anything in the clinics' sources has changed since somebody last looked.

Belongs here: a cheap fingerprint of what lies there. Doesn't: deciding whether a file is new (`deliveries`).
"""

from __future__ import annotations

import hashlib

from ingest.configuration.registry import Registry
from ingest.home import Home
from ingest.sources.folder import SourceUnavailable, list_files


def fingerprint_sources(home: Home, registry: Registry) -> str:
    """Identify the names, sizes and times of all files that the clinics' sources hold now; opens none.

    A source that is down counts as empty: its clinic is waited for, and nobody else.
    """
    digest = hashlib.sha256()
    for clinic_id in sorted(registry.clinics):
        try:
            files = list_files(home, registry.clinics[clinic_id])
        except SourceUnavailable:
            files = ()
        for file in files:
            digest.update(f"{clinic_id}\0{file.name}\0{file.bytes}\0{file.modified_at}\n".encode())
    return digest.hexdigest()[:32]
