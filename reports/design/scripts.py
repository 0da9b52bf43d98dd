"""The two small scripts that pages carry in themselves, and the checksums by which a browser lets them run.

Belongs here: reading them. Doesn't: what they do (`sort.js`, `search.js`); every page is whole without them.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

SCRIPTS = ("sort", "search")


@cache
def script(name: str) -> str:
    """Return a script's text as it stands in a page."""
    return Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8").strip()


@cache
def script_sources() -> str:
    """Return the policy's list of scripts that may run: these, and none that somebody writes into a page."""
    digests = (hashlib.sha256(script(name).encode()).digest() for name in SCRIPTS)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
