"""Objects of a clinic's bucket in S3, or in a store that speaks like it.

Belongs here: the protocol, by boto3. Doesn't: which objects are fetched (`fetching`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ingest.configuration.sources import S3Source
from ingest.home import Home
from ingest.sources.credentials import authority_file, read_credential
from ingest.sources.remote import CHUNK, Interrupted, ObjectFault, Remote, RemoteObject, SourceFault

GONE = frozenset({"NoSuchKey", "404", "PreconditionFailed", "412"})
REFUSED_OBJECT = frozenset({"AccessDenied", "403", "InvalidObjectState"})
PASSING = frozenset(
    {"SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable", "Throttling", "429"}
)


@contextmanager
def connect(home: Home, source: S3Source) -> Iterator[Remote]:
    """Make a client with the clinic's own keys; nothing is asked yet."""
    import boto3  # type: ignore[import-untyped]  # half a second, and only few clinics need it
    from botocore.config import Config  # type: ignore[import-untyped]

    session = boto3.session.Session(
        aws_access_key_id=read_credential(home, source.access_key_id, "access_key_id"),
        aws_secret_access_key=read_credential(home, source.secret_access_key, "secret_access_key"),
        aws_session_token=read_credential(home, source.session_token, "session_token")
        if source.session_token
        else None,
        region_name=source.region,
    )
    client = session.client(
        "s3",
        endpoint_url=source.endpoint,
        verify=authority_file(home, source.ca_file),
        config=Config(
            connect_timeout=source.timeout_seconds,
            read_timeout=source.timeout_seconds,
            retries={"total_max_attempts": 1},  # `fetching` asks again, for all kinds of source alike
            s3={"addressing_style": "path" if source.endpoint else "auto"},
            request_checksum_calculation="when_required",  # other stores know no newer checksums
            response_checksum_validation="when_required",
        ),
    )
    try:
        yield _Bucket(client, source)
    finally:
        client.close()


class _Bucket:
    """A bucket, seen from a prefix on."""

    def __init__(self, client: Any, source: S3Source) -> None:
        self._client = client
        self._source = source
        self._where = source.endpoint or "Amazon S3"

    def objects(self) -> Iterator[RemoteObject]:
        """List the objects below the prefix; what only marks a folder is left out."""
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._source.bucket, Prefix=self._source.prefix
        )
        try:
            for page in pages:
                for entry in page.get("Contents", ()):
                    if not entry["Key"].endswith("/"):
                        yield self._object(entry)
        except ClientError as error:
            code = _code(error)
            if _may_pass(error):
                raise Interrupted(f"{self._where} is busy or faulty ({code})") from None
            raise SourceFault(
                f"{self._where} refuses to list the bucket {self._source.bucket} ({code}); check "
                "`source.bucket`, `source.region` and the keys, which need ListBucket and GetObject"
            ) from None
        except BotoCoreError as error:
            raise self._interrupted(error) from None

    def _object(self, entry: dict[str, Any]) -> RemoteObject:
        modified: dt.datetime = entry["LastModified"]
        name = entry["Key"][len(self._source.prefix) :]
        return RemoteObject(
            name=name,
            address=entry["Key"],
            bytes=entry["Size"],
            modified_at=modified.astimezone(dt.UTC).replace(tzinfo=None),
            version=f"{entry['Size']}-{entry['ETag']}",
        )

    def read(self, found: RemoteObject, start: int) -> Iterator[bytes]:
        """Yield an object's bytes from `start` on, of the version that was listed."""
        from botocore.exceptions import BotoCoreError, ClientError

        if found.bytes is not None and start >= found.bytes:
            return
        asked = {"Bucket": self._source.bucket, "Key": found.address}
        asked["IfMatch"] = found.version.partition("-")[2]
        if start:
            asked["Range"] = f"bytes={start}-"
        try:
            body = self._client.get_object(**asked)["Body"]
            yield from body.iter_chunks(CHUNK)
        except ClientError as error:
            code = _code(error)
            if code in GONE:
                raise ObjectFault("isn't there any more, or was changed while it was read") from None
            if code in REFUSED_OBJECT:
                raise ObjectFault("may not be read") from None
            raise Interrupted(f"{self._where} is busy or faulty ({code})") from None
        except (BotoCoreError, OSError) as error:
            raise self._interrupted(error) from None

    def _interrupted(self, error: Exception) -> Interrupted | SourceFault:
        from botocore.exceptions import EndpointConnectionError, SSLError

        if isinstance(error, SSLError):
            return SourceFault(
                f"{self._where} shows a certificate that nobody known vouches for; where the store has its "
                "own authority, name its certificate in `source.ca_file`"
            )
        kind = "can't be reached" if isinstance(error, EndpointConnectionError) else "broke off"
        return Interrupted(f"{self._where} {kind} ({type(error).__name__})")


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def _may_pass(error: Any) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status >= 500 or _code(error) in PASSING
