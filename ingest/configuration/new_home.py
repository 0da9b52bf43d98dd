"""Making a home: commented YAML, one example clinic, the secrets, the editors' schemas.

Belongs here: what `rapport init` writes. Doesn't: simulated clinics (`ingest.simulator`).
"""

from __future__ import annotations

import json
from pathlib import Path

from ingest.configuration.registry import write_json_schemas
from ingest.home import Home
from ingest.secrets import create_secrets

TEMPLATES = Path(__file__).parent / "templates"
EXAMPLE_CLINIC = "example"


class HomeExists(Exception):
    """There is a home already, and it is left as it is."""


def create_home(home: Home, network: str, timezone: str) -> None:
    """Write a new home that `rapport run` accepts as it stands.

    Raises:
        HomeExists: the folder already holds a `rapport.yml`; nothing is changed.
    """
    if home.network_file.exists():
        raise HomeExists(f"{home.root} is a home already; nothing was changed")
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


def _fill(template: str, target: Path, words: dict[str, str]) -> None:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    target.write_text(text.format(**words), encoding="utf-8")
