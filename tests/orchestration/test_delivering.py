"""Delivery from a real run to a real mail server, a real SFTP server, and a folder."""

from __future__ import annotations

import email
import email.policy
import ssl
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_network import WEEK, SecondRun

from ingest.home import Home
from orchestration.cli import main

sys.path.insert(0, str(Path(__file__).parents[1] / "ingest" / "sources"))
from servers import SSHD, Authority, SshServer, free_port, make_authority, ssh_server

PASSWORD = "correct horse"


@dataclass
class Mailbox:
    """What the mail server took. `refusals`: codes that it answers before it takes anything."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        content = envelope.content  # type: ignore[attr-defined]
        self.mails.append(email.message_from_bytes(content, policy=email.policy.default))  # type: ignore[arg-type]
        self.recipients.append(list(envelope.rcpt_tos))  # type: ignore[attr-defined]
        return "250 taken"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("mail-authority"))


@pytest.fixture
def mailbox(authority: Authority) -> Iterator[Mailbox]:
    """A mail server that wants encryption and a password."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult, LoginPassword

    def check(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=False)  # so that the server says no by itself

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority.server)
    box = Mailbox(free_port())
    controller = Controller(
        box,
        "127.0.0.1",
        box.port,
        tls_context=context,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
    )
    controller.start()
    yield box
    controller.stop()


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    if SSHD is None:
        pytest.skip("OpenSSH's server isn't installed (apt install openssh-server)")
    with ssh_server(tmp_path_factory.mktemp("delivery-sshd")) as server:
        yield server


def configure(home: Home, box: Mailbox, authority: Authority, *recipients: str) -> None:
    lines = [
        "delivery:",
        "  attempts: 2",
        "  mail_server:",
        f"    {{host: 127.0.0.1, port: {box.port}, sender: rapport@network.example, user: rapport,",
        f"     password: {{env: MAIL_PASSWORD}}, ca_file: {authority.certificate}}}",
        "  recipients:",
        *(f"    - {{{recipient}}}" for recipient in recipients),
    ]
    home.network_file.write_text(home.network_file.read_text() + "\n" + "\n".join(lines) + "\n")


def deliver(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["deliver", "--home", str(home.root), *arguments])


def clinics_of(home: Home) -> list[str]:
    return sorted(path.stem for path in home.clinics.glob("*.yml"))


@pytest.fixture(autouse=True)
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.delivery.sending.PAUSES", (0.0,))
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)


def test_each_way_brings_one_audience_its_files_once(
    own_home: Home, mailbox: Mailbox, authority: Authority, ssh: SshServer, tmp_path: Path
) -> None:
    first, second = clinics_of(own_home)[:2]
    share, uploads = tmp_path / "share", tmp_path / "uploads"
    share.mkdir()
    uploads.mkdir()
    configure(
        own_home,
        mailbox,
        authority,
        f"name: director, audience: {first}, kind: mail, to: [a@clinic.example, b@clinic.example]",
        f"name: board, audience: network, kind: folder, path: {share}, files: [pdf]",
        f"name: partner, audience: {second}, kind: sftp, host: 127.0.0.1, port: {ssh.port}, "
        f"user: {ssh.user}, path: {uploads}, host_keys: ['{ssh.host_key}'], "
        f"private_key: {{file: {ssh.private_key}}}",
    )
    once = deliver(own_home)
    assert once.exit_code == 0, once.output
    (mail,) = mailbox.mails
    assert mailbox.recipients == [["a@clinic.example", "b@clinic.example"]]
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    report = own_home.reports / WEEK / first
    assert attached[f"{first}-{WEEK}.pdf"] == (report / "report.pdf").read_bytes()
    assert attached[f"{first}-{WEEK}.html"].encode() == (report / "report.html").read_bytes()
    assert set(attached) == {f"{first}-{WEEK}.{kind}" for kind in ("html", "pdf", "xlsx")}
    assert [path.name for path in share.iterdir()] == [f"network-{WEEK}.pdf"]
    assert sorted(p.name for p in uploads.iterdir()) == [
        f"{second}-{WEEK}.{k}" for k in ("html", "pdf", "xlsx")
    ]
    sent = (own_home.reports / WEEK / second / "report.xlsx").read_bytes()
    assert (uploads / f"{second}-{WEEK}.xlsx").read_bytes() == sent

    again = deliver(own_home)
    assert again.exit_code == 0
    assert again.output.count("had it") == 3
    assert len(mailbox.mails) == 1
    wanted = deliver(own_home, "--again", "director")
    assert wanted.exit_code == 0
    assert [m["Message-ID"] for m in mailbox.mails] == [mail["Message-ID"]] * 2


def test_a_mail_server_that_is_busy_is_tried_again_and_one_that_refuses_isnt(
    own_home: Home, mailbox: Mailbox, authority: Authority
) -> None:
    configure(
        own_home, mailbox, authority, "name: team, audience: quality, kind: mail, to: q@network.example"
    )
    mailbox.refusals = ["554 no"]
    refused = deliver(own_home)
    assert refused.exit_code == 1
    assert "refuses the mail with code 554" in refused.output
    mailbox.refusals = ["451 busy"]
    assert deliver(own_home).exit_code == 0
    listed = deliver(own_home, "--list").output
    assert "failed team mail to q@network.example: 127.0.0.1 refuses the mail with code 554" in listed
    assert "sent   team mail to q@network.example" in listed


def test_nothing_goes_to_a_server_that_cant_prove_who_it_is_nor_without_a_password(
    own_home: Home, mailbox: Mailbox, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    stranger = make_authority(tmp_path / "other")
    configure(own_home, mailbox, stranger, "name: team, audience: quality, kind: mail, to: q@network.example")
    result = deliver(own_home)
    assert "can't prove who it is" in result.output
    own_home.network_file.write_text(
        own_home.network_file.read_text().replace(str(stranger.certificate), str(authority.certificate))
    )
    monkeypatch.setenv("MAIL_PASSWORD", "wrong")
    assert "doesn't let rapport in" in deliver(own_home).output
    monkeypatch.delenv("MAIL_PASSWORD")
    missing = deliver(own_home)
    assert "names the environment variable MAIL_PASSWORD, which isn't set" in missing.output
    assert (mailbox.mails, missing.exit_code) == ([], 1)
    assert PASSWORD not in own_home.sent_ledger.read_text()


def test_a_failed_delivery_warns_in_the_run_and_stops_nothing(second_run: SecondRun) -> None:
    outcome = second_run.outcome
    assert outcome.is_complete
    (warning,) = [check for check in outcome.warned_checks if "every_recipient_was_reached" in check.name]
    assert any(detail.startswith("lost: there is no folder") for detail in warning.details)
    assert any(detail.startswith("stranger: `audience: nobody` gets no report") for detail in warning.details)
    assert {path.name for path in second_run.share.iterdir()} == {
        f"network-{WEEK}.html",
        f"network-{WEEK}-model-card.html",
    }
