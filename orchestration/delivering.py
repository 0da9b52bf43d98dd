"""The ways to the recipients of a home, with their secrets read and their servers checked.

Belongs here: making carriers from `delivery` in `rapport.yml`. Doesn't: what is sent to whom and when again
(`reports.delivery`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ingest.configuration.recipients import AnyRecipient, FolderRecipient, MailRecipient, SftpRecipient
from ingest.configuration.registry import Registry
from ingest.configuration.sources import SftpSource
from ingest.home import Home
from orchestration.appearance import appearance_of
from reports.archive import TEAMS
from reports.delivery.folder import FolderCarrier
from reports.delivery.mail import MailCarrier, Postbox
from reports.delivery.sending import Carrier, Due, Outcome, SendFault, Unreachable, send_due
from reports.delivery.sftp import SftpCarrier
from reports.words.catalogue import Words
from reports.words.figures import plain
from warehouse.published import open_published, read_run

if TYPE_CHECKING:
    import paramiko  # type: ignore[import-untyped]


def deliver(
    home: Home,
    registry: Registry,
    week: str,
    again: Sequence[str] = (),
    pause: Callable[[float], None] | None = None,
) -> list[Outcome]:
    """Send every recipient of the home its reports of a week; return what became of each.

    Raises `warehouse.published.UnreadablePublishedFile`.
    """
    recipients = registry.network.delivery.recipients
    if not recipients:
        return []
    with open_published(home) as connection:
        made_at = read_run(connection).known_at
    due = [_due(home, registry, recipient, made_at) for recipient in recipients]
    more = {} if pause is None else {"pause": pause}
    return send_due(home, week, due, attempts=registry.network.delivery.attempts, again=again, **more)


def _due(home: Home, registry: Registry, recipient: AnyRecipient, made_at: dt.datetime) -> Due:
    def carry() -> Carrier:
        if recipient.audience not in registry.clinics and recipient.audience not in TEAMS:
            known = ", ".join((*sorted(registry.clinics), *TEAMS))
            raise SendFault(f"`audience: {recipient.audience}` gets no report. There are {known}")
        return _carrier(home, registry, recipient, made_at)

    return Due(recipient.name, recipient.audience, tuple(recipient.files), carry)


def _carrier(home: Home, registry: Registry, recipient: AnyRecipient, made_at: dt.datetime) -> Carrier:
    if isinstance(recipient, FolderRecipient):
        return FolderCarrier(home.root / recipient.path)
    if isinstance(recipient, MailRecipient):
        return _mail(home, registry, recipient, made_at)
    return _sftp(home, recipient)


def _mail(home: Home, registry: Registry, recipient: MailRecipient, made_at: dt.datetime) -> Carrier:
    from ingest.sources.credentials import authority_file, read_credential
    from ingest.sources.remote import SourceFault

    server = registry.network.delivery.mail_server
    assert server is not None  # the schema asks for it where somebody gets mail
    try:
        password = read_credential(home, server.password, "mail_server.password") if server.password else None
        authority = authority_file(home, server.ca_file)
    except SourceFault as error:
        raise SendFault(str(error).replace("`source.", "`")) from None
    words = Words(appearance_of(registry).language_of(recipient.audience))
    postbox = Postbox(
        server.host,
        server.port,
        server.security,
        server.sender,
        server.user,
        password,
        authority if isinstance(authority, str) else None,
        server.timeout_seconds,
        server.largest_mail_mb * 1_000_000,
    )
    return MailCarrier(postbox, recipient.to, _name(registry, recipient.audience, words), words, made_at)


def _name(registry: Registry, audience: str, words: Words) -> str:
    if audience in TEAMS:
        return words.say("archive-team", team=audience)
    return plain(registry.clinics[audience].name)


def _sftp(home: Home, recipient: SftpRecipient) -> Carrier:
    shared = ("host", "port", "user", "path", "host_keys", "private_key", "passphrase", "password")
    server = SftpSource(
        kind="sftp",
        timeout_seconds=recipient.timeout_seconds,
        **{name: getattr(recipient, name) for name in shared},
    )

    @contextmanager
    def connect() -> Iterator[paramiko.SFTPClient]:
        from ingest.sources.remote import Interrupted, SourceFault
        from ingest.sources.sftp import open_channel

        try:
            with open_channel(home, server) as channel:
                yield channel
        except Interrupted as error:
            raise Unreachable(str(error)) from None
        except SourceFault as error:
            raise SendFault(str(error).replace("`source.", "`")) from None

    return SftpCarrier(f"{recipient.user}@{recipient.host}:{recipient.port}", recipient.path, connect)
