"""Making a home: commented YAML, one example clinic, the secrets, the editors' schemas.

Belongs here: what `rapport init` writes. Doesn't: simulated clinics (`ingest.simulator`).
"""

from __future__ import annotations

import json
from pathlib import Path

from ingest.configuration.registry import load_registry, write_json_schemas
from ingest.home import Home
from ingest.secrets import create_missing_secrets, create_secrets

TEMPLATES = Path(__file__).parent / "templates"
EXAMPLE_CLINIC = "example"


def create_home(home: Home, network: str, timezone: str) -> None:
    """Write a new home that `rapport run` accepts as it stands.

    Raises:
        SecretError: the folder has keys already, or deliveries made with lost ones.
    """
    for folder in (home.root, home.clinics, home.instruments, home.inbox / EXAMPLE_CLINIC):
        folder.mkdir(parents=True, exist_ok=True)
    create_secrets(home)
    write_json_schemas(home.schemas)
    words = {
        "network": json.dumps(network, ensure_ascii=False),
        "timezone": timezone,
        "clinic": EXAMPLE_CLINIC,
    }
    _fill("clinic.yml", home.clinic_file(EXAMPLE_CLINIC), words)
    _fill("rapport.yml", home.network_file, words)  # last: with it the folder is a home


def repair_home(home: Home) -> list[Path]:
    """Make what a home lacks, and return it; what is there is never changed.

    Raises:
        ConfigurationError: its YAML can't be used.
        SecretError: a key is lost that deliveries were made with.
    """
    from ingest import landing  # polars isn't needed to make a new home

    registry = load_registry(home)
    made = create_missing_secrets(home)
    inboxes = [
        home.root / clinic.source.path
        for clinic in registry.clinics.values()
        if clinic.source.kind == "folder"
    ]
    for folder in (home.instruments, home.inbox, *inboxes):
        if not folder.exists():
            folder.mkdir(parents=True)
            made.append(folder)
    if not home.schemas.exists():
        made += write_json_schemas(home.schemas)
    if not (home.landing / "empty_deliveries.parquet").exists():
        landing.prepare(home)
        made.append(home.landing)
    return made


def _fill(template: str, target: Path, words: dict[str, str]) -> None:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    target.write_text(text.format(**words), encoding="utf-8")
