"""What `source` may say, and that no secret ever stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from ingest.configuration.clinic import Clinic
from ingest.configuration.sources import HttpsSource, S3Source, SftpSource, is_loopback
from ingest.configuration.yaml_files import ConfigurationError, parse_model, read_yaml

HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9sPGyFs3KvdvHqBfY8Gy6gDpXqLz4Eqe4X6cYl1b2d"
SFTP = f"kind: sftp, host: h.example, user: u, host_keys: '{HOST_KEY} comment'"


def read(tmp_path: Path, source: str) -> Clinic:
    path = tmp_path / "north.yml"
    path.write_text(
        f"clinic: north\nname: North\ntimezone: UTC\nsource: {source}\n"
        "exports: [{name: a, feed: clients, files: '*'}]\n"
    )
    return parse_model(Clinic, read_yaml(path, "clinics/north.yml"), "clinics/north.yml")


def complaint(tmp_path: Path, source: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, source)
    return str(caught.value)


def test_each_kind_is_read_as_itself(tmp_path: Path) -> None:
    sftp = read(tmp_path, f"{{{SFTP}, password: {{env: NORTH}}}}").source
    assert isinstance(sftp, SftpSource)
    assert sftp.host_keys == (HOST_KEY,)
    s3 = "{kind: s3, bucket: exports, access_key_id: {env: A}, secret_access_key: {file: secrets/b}}"
    assert isinstance(read(tmp_path, s3).source, S3Source)
    assert isinstance(read(tmp_path, "{kind: https, url: 'https://h.example/a/'}").source, HttpsSource)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{kind: ftp}", "source: `kind: ftp` isn't known. Allowed: folder, sftp, s3, https, redcap_api"),
        ("inbox/north", "source: write a mapping with `kind`"),
        ("{kind: folder, pth: x}", "source.pth: unknown key; did you mean `path`? Allowed here: kind, path"),
        (f"{{{SFTP}}}", "say either `private_key` or `password`"),
        (f"{{{SFTP}, password: {{env: A}}, passphrase: {{env: B}}}}", "`passphrase` belongs to"),
        (f"{{{SFTP}, password: {{envv: A}}}}", "source.password.envv: unknown key; did you mean `env`?"),
        (f"{{{SFTP}, password: {{env: A, file: b}}}}", "say either `env` or `file`"),
        ("{kind: sftp, host: h, user: u, password: {env: A}}", "source.host_keys: this key is required"),
        ("{kind: sftp, host: h, user: u, password: {env: A}, host_keys: abc}", "this isn't a host key"),
        ("{kind: https, url: 'https://h.example/a'}", "end the address with `/`"),
        ("{kind: https, url: 'http://h.example/'}", "write an https address"),
        ("{kind: https, url: 'h.example/'}", "this isn't an address"),
        ("{kind: https, url: 'https://h.example/', user: u}", "`user` and `password` go together"),
        ("{kind: redcap_api, url: 'https://h.example/api/'}", "source.token: this key is required"),
    ],
)
def test_a_source_that_can_not_be_is_refused_with_the_key(tmp_path: Path, source: str, said: str) -> None:
    found = complaint(tmp_path, source)
    assert found.startswith("clinics/north.yml:4: ")
    assert said in found


@pytest.mark.parametrize(
    "source",
    [
        f"{{{SFTP}, password: hunter2secret}}",
        f"{{{SFTP}, password: {{env: hunter2secret}}}}",
        "{kind: https, url: 'https://u:hunter2secret@h.example/'}",
        "{kind: https, url: 'https://h.example/?key=hunter2secret'}",
        "{kind: redcap_api, url: 'https://h.example/api/', token: hunter2secret}",
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, source: str) -> None:
    assert "hunter2secret" not in complaint(tmp_path, source)


def test_only_this_machine_is_loopback() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("127.0.0.1.example.org")
    with pytest.raises(ValidationError):
        HttpsSource.model_validate({"kind": "https", "url": "http://127.0.0.1.example.org/"})
