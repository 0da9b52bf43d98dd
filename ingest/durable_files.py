"""Files as the disk has them: what they contain, as a hash, and that they outlast a power cut.

Belongs here: what any room does with a whole file, whatever stands in it. Doesn't: who may read one
(`vault`, `secrets`), or in which order files are written so that a rename makes them count.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256, hexadecimal; it is read in pieces, whatever its size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Make a file or folder survive a power cut; call it before something else says that it is there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
