"""Copies of what clinics' servers hold, kept where the folder source reads them.

Belongs here: which object was fetched already, unfinished parts, safe names, moving a whole file into place.
Doesn't: talking to a server. A clinic's folder: `files/` holds what was fetched whole, `parts/` what wasn't,
`ledger.jsonl` one line per object fetched, `dictionary.csv` a REDCap project's fields. All of it is clinics'
data as sent: folders and files are for their owner only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ingest.durable_files import flush, sha256_of
from ingest.home import Home
from ingest.sources.folder import FETCHED
from ingest.sources.remote import ObjectFault, RemoteObject

LONGEST_NAME = 200
"""Bytes of one part of a path; file systems take 255."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


def is_safe(name: str) -> bool:
    """Say whether a server's name for a file stays below the spool, and can be a file's name at all."""
    return not _UNSAFE.search(name) and all(
        part not in ("", ".", "..") and len(part.encode()) <= LONGEST_NAME for part in name.split("/")
    )


@dataclass
class Spool:
    """One clinic's copies."""

    folder: Path
    fetched: dict[str, str] = field(default_factory=dict)
    """Name -> the version that lies in `files/`."""

    @classmethod
    def of(cls, home: Home, clinic_id: str) -> Spool:
        """Open a clinic's spool, made where it doesn't exist."""
        spool = cls(home.spool / clinic_id)
        for folder in (home.spool, spool.folder, spool.files, spool.parts):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        spool.fetched = dict(spool._lines())
        return spool

    @property
    def files(self) -> Path:
        """What was fetched whole: the folder that the door reads."""
        return self.folder / FETCHED

    @property
    def parts(self) -> Path:
        """What wasn't yet."""
        return self.folder / "parts"

    @property
    def ledger(self) -> Path:
        """One line per object fetched; the last one of a name holds."""
        return self.folder / "ledger.jsonl"

    def has(self, found: RemoteObject) -> bool:
        """Say whether this very version of an object was fetched before, also if it has left since."""
        return bool(found.version) and self.fetched.get(found.name) == found.version

    def part(self, found: RemoteObject) -> Path:
        """Return where an object's bytes gather; another version gathers elsewhere."""
        name = hashlib.sha256(f"{found.name}\0{found.version}".encode()).hexdigest()[:32]
        return self.parts / f"{name}.part"

    def gathered(self, found: RemoteObject) -> int:
        """Return how many bytes of an object lie here already and may be kept."""
        part = self.part(found)
        size = part.stat().st_size if part.exists() else 0
        if size and (not found.version or (found.bytes is not None and size > found.bytes)):
            part.unlink()
            return 0
        return size

    def keep(self, found: RemoteObject, fetched_at: dt.datetime) -> bool:
        """Move a whole part into place, under the object's own time; False if the same bytes lie there.

        Raises:
            ObjectFault: a folder stands where the file should, or the other way round.
        """
        part, target = self.part(found), (self.files if found.is_data else self.folder) / found.name
        if _same_bytes(part, target):
            part.unlink()
            self.note(found)
            return False
        stamp = (found.modified_at or fetched_at).replace(tzinfo=dt.UTC).timestamp()
        os.utime(part, (stamp, stamp))
        flush(part)
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.replace(target)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            raise ObjectFault("a file and a folder on the server have the same name") from None
        flush(target.parent)
        self.note(found)
        return True

    def drop(self, found: RemoteObject) -> None:
        """Forget what gathered of an object."""
        self.part(found).unlink(missing_ok=True)

    def note(self, found: RemoteObject) -> None:
        """Remember that an object was fetched."""
        with open_owner_only(self.ledger, append=True) as file:
            file.write((json.dumps({"name": found.name, "version": found.version}) + "\n").encode())
        self.fetched[found.name] = found.version

    def clear_parts(self, wanted: Collection[RemoteObject]) -> None:
        """Remove what gathered of objects, or versions of them, that the server has no more."""
        kept = {self.part(found) for found in wanted}
        for path in self.parts.iterdir():
            if path not in kept:
                path.unlink()

    def _lines(self) -> Iterator[tuple[str, str]]:
        if not self.ledger.exists():
            return
        for line in self.ledger.read_bytes().splitlines():
            try:
                entry = json.loads(line)
                yield str(entry["name"]), str(entry["version"])
            except (ValueError, KeyError, TypeError):
                continue  # the last line of a killed run: its object is fetched again


def open_owner_only(path: Path, *, append: bool = False) -> BinaryIO:
    """Open a file for writing that nobody else may read."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_TRUNC)
    return os.fdopen(os.open(path, flags, 0o600), "ab" if append else "wb")


def _same_bytes(part: Path, target: Path) -> bool:
    return (
        target.is_file()
        and target.stat().st_size == part.stat().st_size
        and sha256_of(target) == sha256_of(part)
    )
