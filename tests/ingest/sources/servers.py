"""Servers on loopback at which clinics' sources are asked: OpenSSH's own, HTTPS, and a REDCap project."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import getpass
import http.server
import io
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port."""
    for _ in range(200):
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.025)
    raise AssertionError(f"nobody listens on {port}")


@dataclass(frozen=True)
class SshServer:
    """An OpenSSH server that lets one key in."""

    port: int
    host_key: str
    user: str
    private_key: Path


def make_key(path: Path, passphrase: str = "") -> str:
    """Write a new Ed25519 key as `ssh-keygen` does; returns its public half."""
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", str(path)], check=True
    )
    return path.with_suffix(".pub").read_text().strip()


@contextmanager
def ssh_server(folder: Path) -> Iterator[SshServer]:
    """Run sshd with its own sftp-server as this user."""
    assert SSHD is not None
    host_key = make_key(folder / "host_key")
    allowed = make_key(folder / "client_key")
    (folder / "authorized_keys").write_text(allowed + "\n")
    port = free_port()
    config = folder / "sshd_config"
    config.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host_key\nPidFile none\nStrictModes no\n"
        "UsePAM no\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nPasswordAuthentication no\nPermitRootLogin yes\n"
        f"Subsystem sftp {_sftp_server()}\nLogLevel ERROR\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where a service's start would have made it
    process = subprocess.Popen([SSHD, "-D", "-e", "-f", str(config)], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield SshServer(port, host_key, getpass.getuser(), folder / "client_key")
    finally:
        process.terminate()
        process.wait()


def _sftp_server() -> str:
    places = ("/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/lib/ssh/sftp-server")
    return next((place for place in places if Path(place).exists()), "internal-sftp")


@dataclass(frozen=True)
class Authority:
    """A certificate authority of one's own, and a server certificate for 127.0.0.1."""

    certificate: Path
    server: Path


def make_authority(folder: Path) -> Authority:
    """Write an authority's certificate, and a server's with its key."""
    now = dt.datetime.now(dt.UTC)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])

    def certificate(subject: x509.Name, of: ec.EllipticCurvePrivateKey, is_ca: bool) -> x509.Certificate:
        import ipaddress

        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(ca_name)
            .public_key(of.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(of.public_key()), critical=False)
        )
        if is_ca:
            usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
            builder = builder.add_extension(usage, critical=True)
        else:
            loopback = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
            builder = builder.add_extension(x509.SubjectAlternativeName([loopback]), critical=False)
        return builder.sign(ca_key, hashes.SHA256())

    pem = serialization.Encoding.PEM
    made = Authority(folder / "ca.pem", folder / "server.pem")
    made.certificate.write_bytes(certificate(ca_name, ca_key, True).public_bytes(pem))
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made.server.write_bytes(
        certificate(subject, key, False).public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return made


@dataclass
class WebServer:
    """An HTTP server whose answers a test decides."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    marks: bool = True
    """Whether files carry an ETag."""
    password: str | None = None
    failures: list[int] = field(default_factory=list)
    """Statuses of the next answers, before anything else is looked at."""
    cut_after: int | None = None
    """Bytes of the next file's answer after which the line breaks, once."""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path and Range header of each request."""
    project: Project | None = None


@dataclass
class Project:
    """A REDCap project."""

    token: str
    metadata: str
    rows: list[dict[str, str]]
    forms: list[dict[str, list[str]]] = field(default_factory=list)
    """Each request's form."""
    before_page: Callable[[], None] | None = None
    """Called before a page of records is given."""
    records: bool = True
    """False: the project is empty."""
    truncated: int = 0
    """How many pages end in the middle."""

    def answer(self, form: dict[str, list[str]]) -> tuple[int, bytes]:
        """Answer a request as REDCap does."""
        self.forms.append(form)
        if form.get("token") != [self.token]:
            return 403, b'error\n"You do not have permissions to use the API"\n'
        if form["content"] == ["metadata"]:
            return 200, self.metadata.encode()
        asked = {value for key, values in form.items() if key.startswith("records[") for value in values}
        fields = [value for key, values in form.items() if key.startswith("fields[") for value in values]
        if not fields and self.before_page is not None:
            self.before_page()
        rows = [row for row in self.rows if self.records and (not asked or row["record_id"] in asked)]
        out = io.StringIO()
        writer = csv.DictWriter(out, fields or list(self.rows[0]), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        content = out.getvalue().encode()
        if not fields and self.truncated:
            self.truncated -= 1
            content = content[: len(content) * 2 // 3]
        return 200, content


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, server_side: WebServer, *args: object) -> None:
        self.side = server_side
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.side.failures:
            self._send(self.side.failures.pop(0), b"")
            return
        assert self.side.project is not None
        self._send(*self.side.project.answer(urllib.parse.parse_qs(form)))

    def _answer(self, *, with_body: bool) -> None:
        side, path = self.side, urllib.parse.unquote(self.path)
        side.asked.append((self.command, path, self.headers.get("Range", "")))
        if side.failures:
            return self._send(side.failures.pop(0), b"")
        if side.password is not None and self.headers.get("Authorization") != side.password:
            return self._send(401, b"")
        if path.endswith("/"):
            links = "".join(f'<a href="{urllib.parse.quote(name)}">x</a>' for name in side.files)
            page = f'<a href="../">up</a><a href="https://elsewhere.example/a.csv">x</a>{links}'
            return self._send(200, page.encode())
        content = side.files.get(path.removeprefix("/exports/"))
        if content is None:
            return self._send(404, b"")
        mark = f'"{hash(content):x}"' if side.marks else None
        start = 0
        if (asked := self.headers.get("Range")) and self.headers.get("If-Range") == mark:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        return self._send(206 if start else 200, content[start:], mark, with_body=with_body)

    def _send(self, status: int, content: bytes, mark: str | None = None, *, with_body: bool = True) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if status == 302:
            self.send_header("Location", "https://elsewhere.example/")
        if mark is not None:
            self.send_header("ETag", mark)
        self.end_headers()
        if not with_body:
            return
        if self.side.cut_after is not None and self.command == "GET" and mark is not None:
            self.wfile.write(content[: self.side.cut_after])
            self.side.cut_after = None
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def web_server(authority: Authority | None = None) -> Iterator[WebServer]:
    """Run a web server, with TLS where there is a certificate."""
    side = WebServer()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, side))
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority.server)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    side.url = f"http{'s' if authority else ''}://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield side
    finally:
        server.shutdown()
        server.server_close()
