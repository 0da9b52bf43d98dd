"""A clinic's folder on OpenSSH's own SFTP server."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from remote_home import RemoteHome
from servers import SshServer, free_port, make_key

WEEK = 1_794_657_600


@pytest.fixture
def outgoing(tmp_path: Path) -> Path:
    """The folder on the server."""
    folder = tmp_path / "outgoing"
    folder.mkdir()
    return folder


@pytest.fixture
def sftp(remote: RemoteHome, ssh: SshServer, outgoing: Path) -> RemoteHome:
    """A home whose clinic sends by SFTP, its key in an owner-only file."""
    folder = remote.home.secrets
    folder.mkdir()
    shutil.copy(ssh.private_key, folder / "north_key")
    (folder / "north_key").chmod(0o600)
    remote.clinic(source_of(ssh, outgoing))
    return remote


def source_of(ssh: SshServer, outgoing: Path, **changed: object) -> str:
    settings: dict[str, object] = {
        "kind": "sftp",
        "host": "127.0.0.1",
        "port": ssh.port,
        "user": ssh.user,
        "path": outgoing,
        "host_keys": ssh.host_key,
        "private_key": "{file: secrets/north_key}",
        "timeout_seconds": 3,
    } | changed
    return "{" + ", ".join(f"{key}: {value}" for key, value in settings.items()) + "}"


def put(folder: Path, name: str, content: bytes, at: int = WEEK) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at, at))
    return path


def everything(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_finished_files_come_once_with_their_times_and_the_server_is_left_as_it_was(
    sftp: RemoteHome, outgoing: Path
) -> None:
    put(outgoing, "phq9_1.csv", b"one")
    put(outgoing, "2026/phq9_2.csv", b"two" * 700_000)
    put(outgoing, "phq9_3.csv.part", b"being written")
    put(outgoing, "letters.docx", b"nobody's")
    (outgoing / "phq9_link.csv").symlink_to("/etc/passwd")
    before = everything(outgoing)
    first = sftp.fetch()
    assert first.sentence == "2 file(s) fetched"
    assert (first.fetched, first.unclaimed) == (2, 1)
    assert sftp.files == {"phq9_1.csv": b"one", "2026/phq9_2.csv": b"two" * 700_000}
    assert (sftp.folder / "files" / "phq9_1.csv").stat().st_mtime == WEEK
    second = sftp.fetch()
    assert (second.is_complete, second.fetched, second.bytes) == (True, 0, 0)
    assert everything(outgoing) == before


def test_a_changed_file_comes_again(sftp: RemoteHome, outgoing: Path) -> None:
    put(outgoing, "phq9_1.csv", b"one")
    sftp.fetch()
    put(outgoing, "phq9_1.csv", b"two", at=WEEK + 60)
    assert sftp.fetch().fetched == 1
    assert sftp.files == {"phq9_1.csv": b"two"}


def test_copies_are_for_their_owner_only(sftp: RemoteHome, outgoing: Path) -> None:
    put(outgoing, "sub/phq9_1.csv", b"one")
    sftp.fetch()
    for path in (sftp.home.spool, *sftp.home.spool.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_file_taken_away_after_it_was_received_is_not_fetched_again(
    sftp: RemoteHome, outgoing: Path
) -> None:
    put(outgoing, "phq9_1.csv", b"one")
    sftp.fetch()
    (sftp.folder / "files" / "phq9_1.csv").unlink()
    assert sftp.fetch().fetched == 0


def test_a_broken_line_is_taken_up_where_it_broke(sftp: RemoteHome, ssh: SshServer, outgoing: Path) -> None:
    content = os.urandom(6_000_000)
    put(outgoing, "phq9_1.csv", content)
    with breaking_line(ssh.port, after=2_500_000) as (port, carried):
        sftp.clinic(source_of(ssh, outgoing, port=port))
        fetched = sftp.fetch()
    assert fetched.sentence == "1 file(s) fetched"
    assert sftp.files == {"phq9_1.csv": content}
    assert fetched.bytes == len(content)  # no byte was kept twice
    assert len(carried) == 2
    assert sftp.pauses == [1.0]


def test_a_part_stays_for_the_next_run(sftp: RemoteHome, ssh: SshServer, outgoing: Path) -> None:
    content = os.urandom(6_000_000)
    put(outgoing, "phq9_1.csv", content)
    with breaking_line(ssh.port, after=2_500_000) as (port, _):
        sftp.clinic(source_of(ssh, outgoing, port=port, attempts=1))
        broken = sftp.fetch()
    assert broken.problem is not None
    assert "the next run fetches the rest" in broken.problem
    assert sftp.files == {}
    sftp.clinic(source_of(ssh, outgoing))
    rest = sftp.fetch()
    assert 0 < rest.bytes < len(content)
    assert rest.bytes + broken.bytes == len(content)
    assert sftp.files == {"phq9_1.csv": content}


def test_a_server_with_another_key_is_never_spoken_to(
    sftp: RemoteHome, ssh: SshServer, outgoing: Path, tmp_path: Path
) -> None:
    sftp.clinic(source_of(ssh, outgoing, host_keys=make_key(tmp_path / "other")))
    fetched = sftp.fetch()
    assert fetched.problem is not None
    assert "shows another key" in fetched.problem
    assert "(clinics/north.yml)" in fetched.problem
    assert sftp.pauses == []  # asking again can't help


def test_a_key_that_others_can_read_is_refused(sftp: RemoteHome, outgoing: Path) -> None:
    (sftp.home.secrets / "north_key").chmod(0o640)
    fetched = sftp.fetch()
    assert fetched.problem is not None
    assert "run `chmod 600 secrets/north_key`" in fetched.problem


def test_a_key_with_a_passphrase_comes_from_the_environment(
    sftp: RemoteHome, ssh: SshServer, outgoing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(outgoing, "phq9_1.csv", b"one")
    make_key(tmp_path / "stranger", "open sesame")
    monkeypatch.setenv("NORTH_KEY", (tmp_path / "stranger").read_text())
    secrets = {"private_key": "{env: NORTH_KEY}", "passphrase": "{env: NORTH_PASSPHRASE}"}
    sftp.clinic(source_of(ssh, outgoing, **secrets))
    assert "NORTH_PASSPHRASE, which isn't set" in sftp.fetch().sentence
    monkeypatch.setenv("NORTH_PASSPHRASE", "wrong")
    assert "can't be read as an OpenSSH or PEM key" in sftp.fetch().sentence
    monkeypatch.setenv("NORTH_PASSPHRASE", "open sesame")
    said = sftp.fetch().sentence
    assert f"doesn't let {ssh.user} in" in said  # it could be read, but the server doesn't know it
    assert "sesame" not in said


def test_a_folder_that_is_not_there_is_named(sftp: RemoteHome, ssh: SshServer, outgoing: Path) -> None:
    sftp.clinic(source_of(ssh, outgoing / "nowhere"))
    assert "check `source.path`" in sftp.fetch().sentence


def test_a_server_that_is_down_or_silent_is_asked_a_few_times(
    sftp: RemoteHome, ssh: SshServer, outgoing: Path
) -> None:
    sftp.clinic(source_of(ssh, outgoing, port=free_port(), attempts=3))
    fetched = sftp.fetch()
    assert fetched.problem is not None
    assert "can't be reached on port" in fetched.problem
    assert sftp.pauses == [1.0, 2.0]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        sftp.clinic(source_of(ssh, outgoing, port=port, attempts=1, timeout_seconds=1))
        assert not sftp.fetch().is_complete


def test_files_beyond_the_limits_stay_where_they_are(
    sftp: RemoteHome, ssh: SshServer, outgoing: Path
) -> None:
    put(outgoing, "phq9_1.csv", b"x" * 1_100_000)
    put(outgoing, "phq9_2.csv", b"small")
    sftp.clinic(source_of(ssh, outgoing, largest_file_mb=1))
    fetched = sftp.fetch()
    assert fetched.sentence.startswith("1 file(s) not fetched: larger than 1 MB")
    assert sftp.files == {"phq9_2.csv": b"small"}
    assert list((sftp.folder / "parts").iterdir()) == []


@contextmanager
def breaking_line(to_port: int, after: int) -> Iterator[tuple[int, list[int]]]:
    """Carry bytes to a server; the first connection breaks after so many bytes of its answers."""
    carried: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    caller, _ = listener.accept()
                except OSError:
                    return
                limit = after if not carried else None
                carried.append(0)
                server = socket.create_connection(("127.0.0.1", to_port))
                for source, target, most in ((caller, server, None), (server, caller, limit)):
                    threading.Thread(target=pump, args=(source, target, most), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1], carried


def pump(source: socket.socket, target: socket.socket, most: int | None) -> None:
    count = 0
    try:
        while chunk := source.recv(65_536):
            count += len(chunk)
            if most is not None and count > most:
                break
            target.sendall(chunk)
    except OSError:
        pass
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
