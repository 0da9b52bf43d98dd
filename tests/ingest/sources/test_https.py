"""Files on a web server with a certificate authority of its own, and what is refused of one."""

from __future__ import annotations

import base64
import shutil

import pytest
from remote_home import RemoteHome
from servers import Authority, WebServer


@pytest.fixture
def https(remote: RemoteHome, secure_web: WebServer, authority: Authority) -> RemoteHome:
    """A home whose clinic's files lie on the server."""
    shutil.copy(authority.certificate, remote.home.root / "ca.pem")
    remote.clinic(source_of(secure_web))
    return remote


def source_of(server: WebServer, extra: str = "ca_file: ca.pem") -> str:
    return f"{{kind: https, url: '{server.url}exports/', timeout_seconds: 3, {extra}}}"


def test_what_the_page_links_is_fetched_once_and_nothing_beside_it(
    https: RemoteHome, secure_web: WebServer
) -> None:
    secure_web.files = {"phq9_ä 1.csv": b"one", "letters.pdf": b"no"}
    first = https.fetch()
    assert first.sentence == "1 file(s) fetched"
    assert first.unclaimed == 1
    assert https.files == {"phq9_ä 1.csv": b"one"}
    secure_web.asked.clear()
    assert https.fetch().fetched == 0
    assert {method for method, path, _ in secure_web.asked if path.endswith(".csv")} == {"HEAD"}
    secure_web.files["phq9_ä 1.csv"] = b"two"
    assert https.fetch().fetched == 1
    assert https.files == {"phq9_ä 1.csv": b"two"}


def test_a_server_without_marks_is_read_again_but_the_same_bytes_stay_as_they_are(
    https: RemoteHome, secure_web: WebServer
) -> None:
    secure_web.marks = False
    secure_web.files = {"phq9_1.csv": b"one"}
    https.fetch()
    path = https.folder / "files" / "phq9_1.csv"
    before = path.stat().st_ino
    assert https.fetch().fetched == 0
    assert path.stat().st_ino == before


def test_only_named_files_are_asked_for(https: RemoteHome, secure_web: WebServer) -> None:
    secure_web.files = {"phq9_1.csv": b"one", "phq9_2.csv": b"two"}
    https.clinic(source_of(secure_web, "ca_file: ca.pem, files: [phq9_2.csv, phq9_3.csv]"))
    fetched = https.fetch()
    assert https.files == {"phq9_2.csv": b"two"}
    assert fetched.sentence == "1 file(s) not fetched: isn't there (any more); the next run tries again"


def test_a_broken_answer_is_taken_up_where_it_broke(https: RemoteHome, secure_web: WebServer) -> None:
    content = bytes(range(256)) * 12_000
    secure_web.files = {"phq9_1.csv": content}
    secure_web.cut_after = 2_200_000
    fetched = https.fetch()
    assert fetched.is_complete
    assert https.files == {"phq9_1.csv": content}
    ranges = [asked for method, path, asked in secure_web.asked if method == "GET" and path.endswith(".csv")]
    assert ranges[0] == ""
    assert ranges[1].startswith("bytes=")
    assert ranges[1] != "bytes=0-"


def test_a_busy_server_is_asked_again_with_growing_pauses(https: RemoteHome, secure_web: WebServer) -> None:
    secure_web.files = {"phq9_1.csv": b"one"}
    secure_web.failures = [503, 429, 500]
    assert https.fetch().is_complete
    assert https.pauses == [1.0, 2.0, 4.0]
    secure_web.files["phq9_1.csv"] = b"two"
    secure_web.failures = [503] * 4
    fetched = https.fetch()
    assert fetched.problem is not None
    assert "is busy or faulty (status 503) (attempts: 4)" in fetched.problem


def test_a_certificate_of_an_unknown_authority_is_refused(https: RemoteHome, secure_web: WebServer) -> None:
    https.clinic(source_of(secure_web, "attempts: 1"))
    said = https.fetch().sentence
    assert "name its certificate in `source.ca_file`" in said
    assert https.files == {}


def test_a_sign_in_comes_from_the_environment_and_follows_no_redirection(
    https: RemoteHome, secure_web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure_web.files = {"phq9_1.csv": b"one"}
    monkeypatch.setenv("NORTH_PASSWORD", "pa:ss")
    https.clinic(source_of(secure_web, "ca_file: ca.pem, user: rapport, password: {env: NORTH_PASSWORD}"))
    secure_web.password = "Basic " + base64.b64encode(b"rapport:pa:ss").decode()
    assert https.fetch().is_complete
    secure_web.password = "Bearer other"
    assert "doesn't let Rapport in (status 401)" in https.fetch().sentence
    monkeypatch.setenv("NORTH_TOKEN", "other")
    https.clinic(source_of(secure_web, "ca_file: ca.pem, token: {env: NORTH_TOKEN}"))
    assert https.fetch().is_complete
    secure_web.failures = [302]
    assert "sends Rapport elsewhere (status 302)" in https.fetch().sentence


@pytest.mark.parametrize("name", ["../phq9_1.csv", "a/../../phq9_1.csv", "/phq9_1.csv", "a\\phq9_1.csv"])
def test_a_name_that_leads_out_of_the_folder_is_left_alone(
    https: RemoteHome, secure_web: WebServer, name: str
) -> None:
    https.clinic(source_of(secure_web, f"ca_file: ca.pem, files: ['{name}', phq9_2.csv]"))
    secure_web.files = {"phq9_2.csv": b"two", name: b"evil"}
    https.fetch()
    assert https.files == {"phq9_2.csv": b"two"}
    written = {path.name for path in https.home.root.rglob("*") if path.is_file()}
    assert written == {"rapport.yml", "ca.pem", "north.yml", "ledger.jsonl", "phq9_2.csv"}
