"""What `source` in a clinic's YAML may say: where its files come from, and where the secrets for it are read.

Belongs here: keys, their defaults and limits, for each kind of source. Doesn't: reading a secret
(`ingest.sources.credentials`) or asking a server (`ingest.sources`).
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from ingest.configuration.options import ONE_OR_MORE, Name
from ingest.configuration.strict import Strict
from ingest.configuration.unknown_keys import Variants

Variable = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
Names = Annotated[tuple[Name, ...], ONE_OR_MORE]


class Credential(Strict):
    """Where a secret is read: the YAML itself never holds one, since each run keeps a copy of it."""

    env: Variable | None = Field(None, description="Name of an environment variable, in capitals.")
    file: Name | None = Field(
        None, description="A file that only its owner can read; relative to the home, or absolute."
    )

    @model_validator(mode="before")
    @classmethod
    def _is_no_secret(cls, value: Any) -> Any:
        if not isinstance(value, dict | Credential):
            raise ValueError(  # noqa: TRY004
                "a secret never stands here; write {env: NAME} for an environment variable, or "
                "{file: secrets/name} for a file that only its owner can read"
            )
        return value

    @model_validator(mode="after")
    def _names_one_place(self) -> Self:
        if (self.env is None) == (self.file is None):
            raise ValueError("say either `env` or `file`")
        return self


def _known_host_key(text: str) -> str:
    parts = text.split()
    try:
        if len(parts) < 2 or not base64.b64decode(parts[1], validate=True).startswith(
            len(parts[0]).to_bytes(4, "big") + parts[0].encode()
        ):
            raise ValueError
    except (ValueError, binascii.Error):
        raise ValueError(
            "this isn't a host key; write it as `ssh-keyscan -t ed25519 HOST` shows it, without the host: "
            "`ssh-ed25519 AAAA...`"
        ) from None
    return " ".join(parts[:2])


HostKey = Annotated[str, AfterValidator(_known_host_key)]


def is_loopback(host: str) -> bool:
    """Say whether a host is this very machine, so that nothing crosses a network."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _secure_url(text: str) -> str:
    parts = urlsplit(text)
    if not parts.hostname:
        raise ValueError("this isn't an address; write one like https://data.example.org/exports/")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address never holds a password; use the keys for credentials")
    if parts.query or parts.fragment:
        raise ValueError("leave out what follows `?` or `#`")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise ValueError("write an https address: clients' answers never cross a network in the clear")
    return text


Url = Annotated[str, AfterValidator(_secure_url)]


def _folder_url(text: str) -> str:
    if not text.endswith("/"):
        raise ValueError("end the address with `/`; name single files under `files`")
    return text


class FolderSource(Strict):
    """Files that something else puts into a folder."""

    kind: Literal["folder"]
    path: Name = Field(description="Relative to the home, or absolute.")


class RemoteSource(Strict):
    """How patiently a server is asked, and how much is taken from it."""

    timeout_seconds: int = Field(30, ge=1, le=600, description="How long a server may be silent.")
    attempts: int = Field(
        4, ge=1, le=10, description="How often in a row an attempt may fail before the run goes on without."
    )
    give_up_after_minutes: int = Field(
        30, ge=1, le=600, description="What isn't fetched by then is fetched by the next run."
    )
    largest_file_mb: int = Field(1_024, ge=1, description="Larger files are left where they are.")
    largest_run_mb: int = Field(
        10_240, ge=1, description="What goes beyond this in one run is fetched by the next ones."
    )


class SftpSource(RemoteSource):
    """A folder on a server that speaks SFTP."""

    kind: Literal["sftp"]
    host: Name = Field(description="The server's name or number.")
    port: int = Field(22, ge=1, le=65_535, description="Where it listens.")
    user: Name = Field(description="Who logs in.")
    path: Name = Field(".", description="The folder on the server, with all folders in it.")
    host_keys: Annotated[tuple[HostKey, ...], ONE_OR_MORE, Field(min_length=1)] = Field(
        description="The server's public keys as `ssh-keyscan` shows them; a server with another key is "
        "never spoken to."
    )
    password: Credential | None = Field(None, description="Instead of a private key.")
    private_key: Credential | None = Field(None, description="Better than a password.")
    passphrase: Credential | None = Field(None, description="Of the private key, where it has one.")

    @model_validator(mode="after")
    def _logs_in_one_way(self) -> Self:
        if (self.password is None) == (self.private_key is None):
            raise ValueError("say either `private_key` or `password`")
        if self.passphrase is not None and self.private_key is None:
            raise ValueError("`passphrase` belongs to a `private_key`")
        return self


class S3Source(RemoteSource):
    """Objects of a bucket of Amazon S3, or of anything that speaks like it."""

    kind: Literal["s3"]
    bucket: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")] = Field(
        description="The bucket's name."
    )
    prefix: str = Field("", description="Only objects below it; file names are counted from here on.")
    endpoint: Url | None = Field(None, description="Address of the server; left out: Amazon's.")
    region: Name = Field("us-east-1", description="As the server names it.")
    access_key_id: Credential = Field(description="Of a key that may list the bucket and get its objects.")
    secret_access_key: Credential = Field(description="The secret half of that key.")
    session_token: Credential | None = Field(None, description="For keys that hold for a while only.")
    ca_file: Name | None = Field(None, description="Own certificate authority (PEM), relative to the home.")


class HttpsSource(RemoteSource):
    """Files below an address, named here or linked from the page that stands there."""

    kind: Literal["https"]
    url: Annotated[Url, AfterValidator(_folder_url)] = Field(description="Ends with `/`.")
    files: Names = Field((), description="Names below the address; left out: the links of its page.")
    user: Name | None = Field(None, description="Who signs in, with `password`.")
    password: Credential | None = Field(None, description="The password of `user`.")
    token: Credential | None = Field(None, description="Sent as `Authorization: Bearer ...`.")
    ca_file: Name | None = Field(None, description="Own certificate authority (PEM), relative to the home.")

    @model_validator(mode="after")
    def _signs_in_one_way(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("`user` and `password` go together")
        if self.user is not None and self.token is not None:
            raise ValueError("say either `token` or `user` and `password`")
        return self


class RedcapApiSource(RemoteSource):
    """A REDCap project, exported through its interface for programs as one flat CSV file, records.csv."""

    kind: Literal["redcap_api"]
    url: Url = Field(description="The project's API address, such as https://redcap.example.org/api/.")
    token: Credential = Field(description="Of a user who may export, and nothing more.")
    records_per_request: int = Field(
        200, ge=1, le=10_000, description="How many records a page holds; fewer are gentler on the server."
    )
    labels: bool = Field(False, description="True: labels instead of codes.")
    fields: Names = Field(
        (), description="Only these fields, and the record's id; left out: all that the token allows."
    )
    forms: Names = Field((), description="Only these forms' fields.")
    events: Names = Field((), description="Only these events.")
    ca_file: Name | None = Field(None, description="Own certificate authority (PEM), relative to the home.")


Source = FolderSource | SftpSource | S3Source | HttpsSource | RedcapApiSource
SOURCES: dict[str, type[Source]] = {
    "folder": FolderSource,
    "sftp": SftpSource,
    "s3": S3Source,
    "https": HttpsSource,
    "redcap_api": RedcapApiSource,
}
"""Every kind of source by its name."""
OfItsKind = Variants("kind", SOURCES)
