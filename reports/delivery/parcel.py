"""What one recipient gets of one week: the files of one audience, and none besides.

Belongs here: choosing the files, and knowing them again. Doesn't: sending.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.home import Home
from reports.page_beside import page_beside
from reports.render import FILE_NAME, PDF_NAME, WORKBOOK_NAME

FILES = {"html": FILE_NAME, "pdf": PDF_NAME, "xlsx": WORKBOOK_NAME}


class NothingToSend(LookupError):
    """There is no report for this audience and week; the message says which."""


@dataclass(frozen=True)
class ParcelFile:
    """One file as it is sent: `name` says whose it is and of which week, `kind` what it is."""

    name: str
    kind: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class Parcel:
    """The files of one audience and week."""

    audience: str
    week: str
    files: tuple[ParcelFile, ...]

    @property
    def checksum(self) -> str:
        """One checksum over all files: the same parcel is never sent twice to the same place."""
        told = json.dumps([self.audience, self.week, [[f.name, f.sha256] for f in self.files]])
        return hashlib.sha256(told.encode()).hexdigest()


def pack(home: Home, week: str, audience: str, kinds: Sequence[str]) -> Parcel:
    """Return what a recipient gets. Raises NothingToSend if a file isn't there.

    With the page go those beside it, under the names by which it links to them.
    """
    folder = home.reports / week / audience
    files = []
    for kind in FILES:
        if kind in kinds:
            path = folder / FILES[kind]
            if not path.is_file():
                raise NothingToSend(f"there is no {home.relative(path)}")
            files.append(_file(path, f"{audience}-{week}.{kind}", kind))
    if "html" in kinds:
        beginning = page_beside(audience, week, "").removesuffix(".html")
        for path in sorted(folder.glob(f"{beginning}*.html")):
            files.append(_file(path, path.name, path.stem.removeprefix(beginning)))
    return Parcel(audience, week, tuple(files))


def _file(path: Path, name: str, kind: str) -> ParcelFile:
    return ParcelFile(name, kind, path, hashlib.sha256(path.read_bytes()).hexdigest())
