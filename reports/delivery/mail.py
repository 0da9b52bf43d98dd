"""Reports sent by mail, over a connection that is encrypted and to a server that proves who it is.

Belongs here: the message and its transport. Doesn't: the password, which is handed in.
"""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

from reports.delivery.parcel import Parcel
from reports.delivery.sending import SendFault, Unreachable
from reports.words.catalogue import Words

TYPES = {
    "html": ("text", "html"),
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_BUSY = range(400, 500)


@dataclass(frozen=True)
class Postbox:
    """The mail server and how to sign in; the password is never shown when printed."""

    host: str
    port: int
    security: Literal["starttls", "tls"]
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    timeout_seconds: int = 30
    largest_bytes: int = 20_000_000


class MailCarrier:
    """One mail with the files attached. `name` is what the audience is called."""

    kind = "mail"
    is_repeatable = False

    def __init__(
        self, postbox: Postbox, to: Sequence[str], name: str, words: Words, made_at: dt.datetime
    ) -> None:
        self._postbox, self._to = postbox, tuple(to)
        self._name, self._words, self._made_at = name, words, made_at
        self.destination = f"mail to {', '.join(self._to)}"

    def send(self, parcel: Parcel) -> None:
        """Send it. Raises Unreachable where another attempt may help, else SendFault."""
        content = self.message(parcel)
        size = len(content.as_bytes())
        if size > self._postbox.largest_bytes:
            raise SendFault(
                f"the mail would have {size / 1e6:.1f} MB, beyond `largest_mail_mb`; choose fewer `files`"
            )
        box = self._postbox
        try:
            with self._connected() as server:
                self._sign_in(server)
                server.send_message(content, box.sender, list(self._to))
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            kind = Unreachable if all(code in _BUSY for code in codes) else SendFault
            raise kind(f"{box.host} refuses {', '.join(sorted(error.recipients))}") from None
        except smtplib.SMTPResponseException as error:
            kind = Unreachable if error.smtp_code in _BUSY else SendFault
            raise kind(f"{box.host} refuses the mail with code {error.smtp_code}") from None
        except smtplib.SMTPNotSupportedError:
            raise SendFault(
                f"{box.host} offers no encryption, or no signing in over it; nothing was sent"
            ) from None
        except ssl.SSLCertVerificationError as error:
            raise SendFault(
                f"{box.host} can't prove who it is ({error.verify_message}); nothing was sent. If it has an "
                "authority of its own, name it in `ca_file`"
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(
                f"{box.host} can't be reached on port {box.port} ({type(error).__name__})"
            ) from None

    def message(self, parcel: Parcel) -> EmailMessage:
        """Return the mail: the same one, with the same id, for the same parcel."""
        words, message = self._words, EmailMessage(policy=SMTP)
        week = words.say("mail-week", number=str(int(parcel.week[-2:])), year=parcel.week[:4])
        message["From"] = self._postbox.sender
        message["To"] = ", ".join(self._to)
        message["Subject"] = words.say("mail-subject", name=self._name, week=week)
        message["Date"] = format_datetime(self._made_at.replace(tzinfo=dt.UTC))
        message["Message-ID"] = f"<{parcel.checksum[:40]}@{self._postbox.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        kinds = [words.say("mail-file", kind=file.kind) for file in parcel.files]
        listed = words.figures.listed(kinds)
        body = words.say("mail-body", name=self._name, week=week, audience=parcel.audience, files=listed)
        message.set_content(body)
        for file in parcel.files:
            main, sub = TYPES[file.name.rpartition(".")[2]]
            message.add_attachment(
                file.path.read_bytes(),
                maintype=main,
                subtype=sub,
                filename=file.name,
                params={"charset": "utf-8"} if main == "text" else None,
            )
        return message

    def _sign_in(self, server: smtplib.SMTP) -> None:
        box = self._postbox
        if box.user is None:
            return
        try:
            server.login(box.user, box.password or "")
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPServerDisconnected):
            # Some servers hang up after a wrong password instead of saying so.
            raise SendFault(f"{box.host} doesn't let {box.user} in; check user and password") from None

    def _connected(self) -> smtplib.SMTP:
        box = self._postbox
        context = ssl.create_default_context(cafile=box.ca_file)
        if box.security == "tls":
            return smtplib.SMTP_SSL(box.host, box.port, timeout=box.timeout_seconds, context=context)
        server = smtplib.SMTP(box.host, box.port, timeout=box.timeout_seconds)
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
        return server
