"""Fetching what clinics' servers have that was not fetched before, each clinic by itself.

Belongs here: which objects are wanted, asking again with growing pauses, limits, and what is said of it.
Doesn't: a protocol (`sftp`, `s3`, `https`, `redcap_api`), where the copies lie (`spool`), reading them. A
server that is down delays its own clinic: all are asked at the same time, each for a bounded while, and what
was fetched before or in part is kept.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ingest.configuration.clinic import Clinic
from ingest.configuration.registry import Registry
from ingest.configuration.sources import (
    FolderSource,
    HttpsSource,
    RedcapApiSource,
    RemoteSource,
    S3Source,
    SftpSource,
)
from ingest.formats.archives import is_named_like_one
from ingest.home import Home
from ingest.sources import https, redcap_api, s3, sftp
from ingest.sources.folder import UNFINISHED, matches
from ingest.sources.remote import (
    Connector,
    Interrupted,
    ObjectFault,
    Remote,
    RemoteObject,
    SourceFault,
)
from ingest.sources.spool import Spool, is_safe, open_owner_only

AT_ONCE = 8
"""Servers that are asked at the same time."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between attempts: doubled each time."""
MEGABYTE = 2**20
AnyRemote = SftpSource | S3Source | HttpsSource | RedcapApiSource


@dataclass
class Fetched:
    """What one clinic's server gave in one run."""

    clinic_id: str
    kind: str
    asked_at: dt.datetime  # naive UTC
    problem: str | None = None  # why the server couldn't be asked to the end, and what to do
    wanted: int = 0  # objects that an export takes, fetched before or not
    fetched: int = 0
    bytes: int = 0
    unclaimed: int = 0  # no export takes them: left where they are
    left: list[str] = field(default_factory=list)  # why objects that an export takes weren't fetched

    @property
    def is_complete(self) -> bool:
        """Whether the server was asked to the end and gave everything that an export takes."""
        return self.problem is None and not self.left

    @property
    def sentence(self) -> str:
        """What there is to say, without any file's name: they may hold identifiers."""
        said = [self.problem] if self.problem else []
        for reason in dict.fromkeys(self.left):
            said.append(f"{self.left.count(reason)} file(s) not fetched: {reason}")
        return "; ".join(said) or f"{self.fetched} file(s) fetched"


def fetch_all(
    home: Home,
    registry: Registry,
    clinic_ids: Collection[str],
    asked_at: dt.datetime,
    *,
    on_progress: Callable[[str], None] | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> list[Fetched]:
    """Fetch what is new from the servers of these clinics; those whose source is a folder are left out.

    `asked_at` is naive UTC. Nothing is raised: what goes wrong is said in the results, by clinic id.
    """
    remote = [
        registry.clinics[clinic_id]
        for clinic_id in sorted(clinic_ids)
        if not isinstance(registry.clinics[clinic_id].source, FolderSource)
    ]
    results = []
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="source") as pool:
        for fetched in pool.map(lambda clinic: fetch(home, clinic, asked_at, pause=pause), remote):
            results.append(fetched)
            if on_progress is not None:
                on_progress(f"{fetched.clinic_id} ({fetched.kind}): {fetched.sentence}")
    return results


def fetch(
    home: Home, clinic: Clinic, asked_at: dt.datetime, *, pause: Callable[[float], None] = time.sleep
) -> Fetched:
    """Fetch what is new from one clinic's server."""
    source = clinic.source
    assert not isinstance(source, FolderSource)
    told_at = home.relative(home.clinic_file(clinic.clinic))
    fetched = Fetched(clinic.clinic, source.kind, asked_at)
    try:
        spool = Spool.of(home, clinic.clinic)
        _Fetching(clinic, source, spool, fetched, _connector(home, source, asked_at), pause).run()
    except SourceFault as error:
        fetched.problem = f"{error} ({told_at})"
    except Interrupted as error:
        fetched.problem = (
            f"{error}; {fetched.fetched} file(s) came before that, and the next run fetches the rest. If it "
            f"stays so, check `source` in {told_at} and ask whoever keeps the server"
        )
    except OSError as error:
        fetched.problem = (
            f"spool/{clinic.clinic} can't be written ({error.strerror}); make room, or mend its rights"
        )
    except Exception as error:  # a fault of ours must not stop the other clinics
        fetched.problem = (
            f"an unexpected fault ({type(error).__name__}) stopped the fetching; the next run tries again. "
            "Report the fault"
        )
    return fetched


def _connector(home: Home, source: AnyRemote, asked_at: dt.datetime) -> Connector:
    match source:
        case SftpSource():
            return lambda: sftp.connect(home, source)
        case S3Source():
            return lambda: s3.connect(home, source)
        case HttpsSource():
            return lambda: https.connect(home, source)
        case RedcapApiSource():
            return redcap_api.connector(home, source, asked_at)


class _LeftBehind(Exception):
    """An object isn't fetched, by the clinic's YAML or ours; the message says why."""


@dataclass
class _Fetching:
    """One clinic's fetching in one run."""

    clinic: Clinic
    source: RemoteSource
    spool: Spool
    fetched: Fetched
    connect: Connector
    pause: Callable[[float], None]
    began: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        """Ask, and ask again as long as something comes, or for a few times if nothing does."""
        failures, bytes_before = 0, 0
        while True:
            try:
                with self.connect() as remote:
                    self._fetch_from(remote)
                return
            except Interrupted as error:
                failures = 1 if self.fetched.bytes > bytes_before else failures + 1
                bytes_before = self.fetched.bytes
                wait = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1))
                if failures >= self.source.attempts or self._seconds_left() < wait:
                    raise Interrupted(f"{error} (attempts: {failures})") from None
                self.pause(wait)

    def _fetch_from(self, remote: Remote) -> None:
        self.fetched.left.clear()
        listed = [found for found in remote.objects() if not _is_unfinished(found.name)]
        wanted = [found for found in listed if self._is_claimed(found)]
        self.fetched.wanted = sum(found.is_data for found in wanted)
        self.fetched.unclaimed = len(listed) - len(wanted)
        for found in wanted:
            if self.spool.has(found):
                continue
            try:
                self._fetch_one(remote, found)
            except _LeftBehind as reason:
                self.spool.drop(found)
                self.fetched.left.append(str(reason))
            except ObjectFault as reason:
                self.spool.drop(found)
                self.fetched.left.append(f"{reason}; the next run tries again")
        self.spool.clear_parts([found for found in wanted if not self.spool.has(found)])

    def _is_claimed(self, found: RemoteObject) -> bool:
        """An archive's members are looked at by the door, so every archive is wanted."""
        return (
            not found.is_data
            or is_named_like_one(found.name)
            or any(matches(found.name, export.files) for export in self.clinic.exports)
        )

    def _fetch_one(self, remote: Remote, found: RemoteObject) -> None:
        if not is_safe(found.name):
            raise _LeftBehind(
                "their names can't be files' names here (`..`, a backslash, an empty or overlong part)"
            )
        size = self.spool.gathered(found)
        self._refuse_beyond_limits(found.bytes or size, (found.bytes or size) - size)
        with open_owner_only(self.spool.part(found), append=True) as part:
            for chunk in remote.read(found, size):
                part.write(chunk)
                size += len(chunk)
                self.fetched.bytes += len(chunk)
                self._refuse_beyond_limits(size)
                if self._seconds_left() <= 0:
                    raise Interrupted("time is up (`source.give_up_after_minutes`)")
        if found.bytes is not None and size != found.bytes:
            raise ObjectFault("didn't come whole")
        self.fetched.fetched += self.spool.keep(found, self.fetched.asked_at) and found.is_data

    def _refuse_beyond_limits(self, size: int, still_to_come: int = 0) -> None:
        if size > self.source.largest_file_mb * MEGABYTE:
            raise _LeftBehind(
                f"larger than {self.source.largest_file_mb:,} MB; if that is right, raise "
                "`source.largest_file_mb`"
            )
        if self.fetched.bytes + still_to_come > self.source.largest_run_mb * MEGABYTE:
            raise _LeftBehind(
                f"with them this run would fetch more than {self.source.largest_run_mb:,} MB "
                "(`source.largest_run_mb`); the next run goes on"
            )

    def _seconds_left(self) -> float:
        return self.began + self.source.give_up_after_minutes * 60 - time.monotonic()


def _is_unfinished(name: str) -> bool:
    return is_safe(name) and any(UNFINISHED.search(part) for part in name.split("/"))
