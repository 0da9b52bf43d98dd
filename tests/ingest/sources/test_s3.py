"""A clinic's bucket in a store that speaks like S3 (moto's server)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from remote_home import RemoteHome


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The store's address."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An empty bucket."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    found = boto3.resource(
        "s3", endpoint_url=store, region_name="eu-west-2", aws_access_key_id="a", aws_secret_access_key="b"
    ).Bucket("exports")
    found.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield found
    found.objects.delete()
    found.delete()


@pytest.fixture
def s3(remote: RemoteHome, store: str, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> RemoteHome:
    """A home whose clinic sends to the bucket."""
    monkeypatch.setenv("NORTH_ID", "key-id")
    monkeypatch.setenv("NORTH_SECRET", "key-secret")
    remote.clinic(source_of(store))
    return remote


def source_of(store: str, extra: str = "") -> str:
    return (
        f"{{kind: s3, bucket: exports, prefix: north/, endpoint: '{store}', region: eu-west-2, "
        f"access_key_id: {{env: NORTH_ID}}, secret_access_key: {{env: NORTH_SECRET}}, "
        f"timeout_seconds: 5{extra}}}"
    )


def test_objects_below_the_prefix_come_once_and_a_changed_one_again(s3: RemoteHome, bucket: Any) -> None:
    large = bytes(range(256)) * 12_000
    bucket.put_object(Key="north/phq9_1.csv", Body=b"one")
    bucket.put_object(Key="north/2026/phq9_2.csv", Body=large)
    bucket.put_object(Key="north/2026/", Body=b"")
    bucket.put_object(Key="north/../phq9_3.csv", Body=b"evil")
    bucket.put_object(Key="south/phq9_9.csv", Body=b"another clinic's")
    listed = {item.key: item.e_tag for item in bucket.objects.all()}
    first = s3.fetch()
    assert first.fetched == 2
    assert first.sentence.startswith("1 file(s) not fetched: their names can't be files' names here")
    assert s3.files == {"phq9_1.csv": b"one", "2026/phq9_2.csv": large}
    assert s3.fetch().bytes == 0
    assert {item.key: item.e_tag for item in bucket.objects.all()} == listed
    bucket.put_object(Key="north/phq9_1.csv", Body=b"two")
    assert s3.fetch().fetched == 1
    assert s3.files["phq9_1.csv"] == b"two"


def test_what_lies_here_in_part_is_not_fetched_again(s3: RemoteHome, bucket: Any) -> None:
    content = bytes(range(256)) * 12_000
    bucket.put_object(Key="north/phq9_1.csv", Body=content)
    s3.fetch()
    (s3.folder / "ledger.jsonl").unlink()
    (s3.folder / "files" / "phq9_1.csv").unlink()
    listed = bucket.Object("north/phq9_1.csv")
    part = part_of(s3, f"{listed.content_length}-{listed.e_tag}")
    part.write_bytes(content[:3_000_000])
    fetched = s3.fetch()
    assert fetched.bytes == len(content) - 3_000_000
    assert s3.files == {"phq9_1.csv": content}


def test_a_bucket_that_is_not_there_is_named(s3: RemoteHome, store: str) -> None:
    s3.clinic(source_of(store).replace("bucket: exports", "bucket: elsewhere"))
    said = s3.fetch().sentence
    assert "refuses to list the bucket elsewhere (NoSuchBucket)" in said
    assert s3.pauses == []


def test_a_missing_key_names_the_variable_and_no_secret(
    s3: RemoteHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NORTH_SECRET")
    said = s3.fetch().sentence
    assert "`source.secret_access_key` names the environment variable NORTH_SECRET, which isn't set" in said
    assert "key-id" not in said


def part_of(remote: RemoteHome, version: str) -> Any:
    from ingest.sources.remote import RemoteObject
    from ingest.sources.spool import Spool

    found = RemoteObject("phq9_1.csv", "north/phq9_1.csv", None, None, version)
    return Spool(remote.folder).part(found)
