"""The clinics that docs/how-to/formats shows, one per format, with the files that they send.

Belongs here: taking YAML out of the pages, putting it and the files into a home. Doesn't: expectations.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from ingest.home import Home

PAGES = Path(__file__).parents[2] / "docs" / "how-to" / "formats"
FILES = Path(__file__).parents[1] / "fixtures" / "documented"
SENT_AT = 1_794_744_000
"""2026-11-15 12:00 UTC, a Sunday."""
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def yaml_blocks(page: Path) -> list[str]:
    """Return a page's YAML, block by block."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def documented_clinics() -> dict[str, str]:
    """Return the whole clinic files on the pages: format -> YAML."""
    return {
        page.stem: block
        for page in sorted(PAGES.glob("*.md"))
        for block in yaml_blocks(page)
        if block.startswith("clinic:")
    }


def add_documented_clinic(home: Home, format_name: str) -> str:
    """Put a page's clinic and its files into a home; returns the clinic's id."""
    clinic_id = f"{format_name}_clinic"
    home.clinics.mkdir(parents=True, exist_ok=True)
    home.clinic_file(clinic_id).write_text(documented_clinics()[format_name], encoding="utf-8")
    inbox = home.inbox / clinic_id
    shutil.copytree(FILES / clinic_id, inbox)
    for path in inbox.iterdir():
        os.utime(path, (SENT_AT, SENT_AT))
    return clinic_id
