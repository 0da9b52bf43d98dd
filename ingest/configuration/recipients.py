"""What `delivery` in `rapport.yml` may say: who gets which reports, and on which way.

Belongs here: keys, their defaults and limits. Doesn't: sending, and reading a secret.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, SerializeAsAny, field_validator, model_validator

from ingest.configuration.options import ONE_OR_MORE, Name
from ingest.configuration.sources import Credential, HostKey
from ingest.configuration.strict import ClinicId, Identifier, Strict
from ingest.configuration.unknown_keys import Variants

FileKind = Literal["html", "pdf", "xlsx"]
Address = Annotated[str, Field(pattern=r"^[^@\s<>,;\"\\]+@[A-Za-z0-9.-]+$", max_length=254)]


class MailServer(Strict):
    """The network's own mail server. Nothing is ever sent to one that doesn't prove who it is."""

    host: Name = Field(description="Its name, as its certificate says it.")
    port: int = Field(587, ge=1, le=65_535, description="Where it listens.")
    security: Literal["starttls", "tls"] = Field(
        "starttls", description="starttls: encrypted after the greeting (587); tls: from the start (465)."
    )
    sender: Address = Field(description="The address that reports come from.")
    user: Name | None = Field(None, description="Who signs in, with `password`.")
    password: Credential | None = Field(None, description="The password of `user`.")
    ca_file: Name | None = Field(None, description="Own certificate authority (PEM), relative to the home.")
    timeout_seconds: int = Field(30, ge=1, le=600, description="How long the server may be silent.")
    largest_mail_mb: int = Field(
        20, ge=1, description="A larger mail isn't sent; choose fewer kinds of file."
    )

    @model_validator(mode="after")
    def _signs_in_with_both(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("`user` and `password` go together")
        return self


class Recipient(Strict):
    """Somebody who gets one audience's reports, and nobody else's."""

    name: Identifier = Field(description="Unique; the record of what was sent names it.")
    audience: ClinicId = Field(description="A clinic's id, network, or quality.")
    files: Annotated[tuple[FileKind, ...], ONE_OR_MORE, Field(min_length=1)] = Field(
        ("html", "pdf", "xlsx"), description="Kinds of file that are sent."
    )


class FolderRecipient(Recipient):
    """A folder, such as a share that the audience can open."""

    kind: Literal["folder"] = Field(description="A folder.")
    path: Name = Field(description="Relative to the home, or absolute. It must be there.")


class MailRecipient(Recipient):
    """Mail with the files attached, through the network's mail server."""

    kind: Literal["mail"] = Field(description="A mail.")
    to: Annotated[tuple[Address, ...], ONE_OR_MORE, Field(min_length=1)] = Field(
        description="Addresses; each sees the others."
    )


class SftpRecipient(Recipient):
    """A folder on a server that speaks SFTP."""

    kind: Literal["sftp"] = Field(description="A server.")
    host: Name = Field(description="The server's name or number.")
    port: int = Field(22, ge=1, le=65_535, description="Where it listens.")
    user: Name = Field(description="Who logs in.")
    path: Name = Field(".", description="The folder on the server. It must be there.")
    host_keys: Annotated[tuple[HostKey, ...], ONE_OR_MORE, Field(min_length=1)] = Field(
        description="Its public keys as `ssh-keyscan` shows them; a server with another key gets nothing."
    )
    private_key: Credential | None = Field(None, description="Better than a password.")
    passphrase: Credential | None = Field(None, description="Of the private key, where it has one.")
    password: Credential | None = Field(None, description="Instead of a private key.")
    timeout_seconds: int = Field(30, ge=1, le=600, description="How long the server may be silent.")

    @model_validator(mode="after")
    def _logs_in_one_way(self) -> Self:
        if (self.password is None) == (self.private_key is None):
            raise ValueError("say either `private_key` or `password`")
        return self


AnyRecipient = FolderRecipient | MailRecipient | SftpRecipient
RECIPIENTS: dict[str, type[AnyRecipient]] = {
    "folder": FolderRecipient,
    "mail": MailRecipient,
    "sftp": SftpRecipient,
}
OfItsKind = Variants("kind", RECIPIENTS)


class Delivery(Strict):
    """Who gets the reports of a run, once they are written."""

    mail_server: MailServer | None = Field(None, description="Needed where somebody gets mail.")
    recipients: list[Annotated[SerializeAsAny[AnyRecipient], OfItsKind]] = Field(
        default_factory=list, description="Everybody who gets something; each gets one audience's files."
    )
    attempts: int = Field(3, ge=1, le=10, description="How often one is tried in a run.")

    @field_validator("recipients")
    @classmethod
    def _have_names_of_their_own(cls, recipients: list[AnyRecipient]) -> list[AnyRecipient]:
        names = [recipient.name for recipient in recipients]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two recipients are called {', '.join(twice)}; give each a name of its own")
        return recipients

    @model_validator(mode="after")
    def _mail_has_a_server(self) -> Self:
        if self.mail_server is None and any(one.kind == "mail" for one in self.recipients):
            raise ValueError("somebody gets mail: say which `mail_server` sends it")
        return self
