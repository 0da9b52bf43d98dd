"""Files in a clinic's folder: put there by something else, or fetched from its server.

Belongs here: listing a clinic's folder, matching names to patterns, finding folders of no clinic. Doesn't:
which export takes a file (`archived_files`), what has been received before (`deliveries`) or what is in a
file (`formats`). Nothing here changes a file.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ingest.configuration.clinic import Clinic
from ingest.configuration.registry import Registry
from ingest.configuration.sources import FolderSource
from ingest.home import Home

UNFINISHED = re.compile(r"(^\.)|(^~\$)|(^~)|(\.(tmp|part|partial|crdownload|filepart)$)", re.IGNORECASE)
"""Names that programs give to files while they write them, and hidden files."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Line ends, escapes and marks that turn the reading direction."""

FETCHED = "files"
"""Where in a clinic's spool lies what was fetched whole from its server."""


class SourceUnavailable(Exception):
    """A clinic's folder can't be listed; the message says what to do."""


@dataclass(frozen=True)
class FoundFile:
    """A file that lies in a clinic's folder."""

    path: Path
    name: str  # as seen from the clinic's folder, with forward slashes
    bytes: int
    modified_at: dt.datetime  # naive UTC, whole microseconds
    leads_out: bool = field(default=False, kw_only=True)
    """A link to something outside the clinic's folder: never read, since it may be another clinic's file."""


@dataclass(frozen=True)
class UnknownFolder:
    """A folder in the inbox that belongs to no clinic; or the inbox itself, where files lie loose in it."""

    name: str
    file_count: int
    message: str


def folder_of(home: Home, clinic: Clinic) -> Path:
    """Return the clinic's folder (relative to the home, or absolute), or that of copies from its server."""
    if isinstance(clinic.source, FolderSource):
        return home.root / clinic.source.path
    return home.spool / clinic.clinic / FETCHED


def list_files(home: Home, clinic: Clinic) -> tuple[FoundFile, ...]:
    """List the finished files of a clinic's folder and all folders in it, by name.

    Raises:
        SourceUnavailable: the folder doesn't exist or can't be listed.
    """
    folder = folder_of(home, clinic)
    shown_as = home.relative(folder)
    if not folder.is_dir():
        if not isinstance(clinic.source, FolderSource):
            return ()  # nothing was fetched yet
        clinic_file = home.relative(home.clinic_file(clinic.clinic))
        raise SourceUnavailable(
            f"the folder {shown_as} doesn't exist; make it, or mend `source.path` in {clinic_file}"
        )
    try:
        return tuple(sorted(_walk(folder), key=lambda file: file.name))
    except PermissionError:
        raise SourceUnavailable(
            f"the folder {shown_as} can't be read; let Rapport's user list it and read its files"
        ) from None


def _walk(folder: Path) -> Iterable[FoundFile]:
    root = folder.resolve()
    for parent, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not UNFINISHED.search(name)]
        for name in names:
            if UNFINISHED.search(name):
                continue
            path = Path(parent, name)
            try:
                leads_out = path.is_symlink() and not path.resolve().is_relative_to(root)
                found = path.stat()
            except (FileNotFoundError, RuntimeError):
                continue  # taken away since it was listed, or a link that leads nowhere or to itself
            if stat.S_ISREG(found.st_mode):  # a pipe would wait for ever
                moment = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=found.st_mtime_ns // 1000)  # noqa: DTZ001
                name = _readable(path.relative_to(folder))
                yield FoundFile(path, name, found.st_size, moment, leads_out=leads_out)


def _readable(path: Path) -> str:
    """Name a file in valid text of one line, also where its name isn't UTF-8 or would steer a terminal."""
    name = os.fsencode(path.as_posix()).decode("utf-8", "replace")
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", name)


def _raise(error: OSError) -> None:
    raise error


def matches(name: str, pattern: str) -> bool:
    """Say whether a file's name fits an export's pattern; `**/` stands for any folders, also none."""
    return _compiled(pattern).fullmatch(name) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*|\?|\[!?[^\]]+\])", pattern)
    return re.compile("".join(_regex_of(part) for part in parts), re.DOTALL)


def _regex_of(part: str) -> str:
    if part == "**/":
        return r"(?:.*/)?"
    if part == "*":
        return r"[^/]*"
    if part == "?":
        return r"[^/]"
    if part.startswith("[") and part.endswith("]"):
        return "[^" + part[2:] if part.startswith("[!") else part
    return re.escape(part)


def unknown_folders(home: Home, registry: Registry) -> tuple[UnknownFolder, ...]:
    """Return the folders of the inbox that hold files of no clinic, each with what to do about it."""
    if not home.inbox.is_dir():
        return ()
    known = {folder_of(home, clinic).resolve() for clinic in registry.clinics.values()}
    found = []
    loose = [path for path in home.inbox.iterdir() if path.is_file() and not UNFINISHED.search(path.name)]
    if loose and home.inbox.resolve() not in known:
        message = (
            f"{len(loose)} file(s) lie in inbox/ itself and are not read; move them to the folder of the "
            f"clinic that sent them, such as inbox/{min(registry.clinics, default='<clinic_id>')}/"
        )
        found.append(UnknownFolder("", len(loose), message))
    for folder in sorted(path for path in home.inbox.iterdir() if path.is_dir()):
        place = folder.resolve()
        if UNFINISHED.search(folder.name) or any(
            place == path or place in path.parents or path in place.parents for path in known
        ):
            continue
        count = sum(1 for _ in _walk(folder))
        if count == 0:
            continue
        message = (
            f"inbox/{folder.name} belongs to no clinic, so its {count} file(s) are not read; write "
            f"clinics/{folder.name}.yml (docs/how-to/add-a-clinic.md), or move them to a clinic's folder. "
            f"Clinics: {', '.join(sorted(registry.clinics))}"
        )
        found.append(UnknownFolder(folder.name, count, message))
    return tuple(found)
