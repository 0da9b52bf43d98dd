"""Servers and homes for tests of sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from remote_home import RemoteHome
from servers import SSHD, Authority, SshServer, WebServer, make_authority, ssh_server, web_server


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RemoteHome:
    """A home without a clinic; proxies of this machine don't stand before loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return RemoteHome.make(tmp_path / "home")


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """One OpenSSH server for all tests."""
    if SSHD is None:
        pytest.skip("OpenSSH's server isn't installed (apt install openssh-server)")
    with ssh_server(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority that nobody else knows."""
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def secure_web(authority: Authority) -> Iterator[WebServer]:
    """A web server with TLS."""
    with web_server(authority) as server:
        yield server


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A web server in the clear, as only loopback may have."""
    with web_server() as server:
        yield server
