"""Reading the secrets that open a clinic's server: from the environment, or from an owner-only file.

Belongs here: where they may lie. Doesn't: the home's own keys (`ingest.secrets`), what a secret is used for.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ingest.configuration.sources import Credential
from ingest.home import Home
from ingest.sources.remote import SourceFault


def read_credential(home: Home, credential: Credential, key: str) -> str:
    """Return a secret's text without its last line end; `key` is what the clinic's YAML calls it.

    Raises:
        SourceFault: the variable isn't set, or the file is missing, empty or can be read by others.
    """
    if credential.env is not None:
        value = os.environ.get(credential.env, "")
        if not value:
            raise SourceFault(
                f"`source.{key}` names the environment variable {credential.env}, which isn't set; set it "
                "for the user who runs Rapport"
            )
        return value
    path, shown_as = credential_file(home, credential, key)
    try:
        text = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise SourceFault(f"`source.{key}`: {shown_as} can't be read") from None
    if not text:
        raise SourceFault(f"`source.{key}`: {shown_as} is empty")
    return text


def credential_file(home: Home, credential: Credential, key: str) -> tuple[Path, str]:
    """Return a secret's file and how messages call it.

    Raises:
        SourceFault: it is missing, or somebody else could read or replace it.
    """
    path = home.root / (credential.file or "")
    shown_as = home.relative(path)
    try:
        found = path.stat()
    except OSError:
        raise SourceFault(f"`source.{key}`: there is no file {shown_as}") from None
    if not stat.S_ISREG(found.st_mode):
        raise SourceFault(f"`source.{key}`: {shown_as} isn't a file")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise SourceFault(
            f"`source.{key}`: {shown_as} can be read by others; run `chmod 600 {shown_as}` in the home"
        )
    if found.st_uid not in (os.geteuid(), 0):
        raise SourceFault(
            f"`source.{key}`: {shown_as} belongs to somebody else; make it Rapport's user's own"
        )
    return path, shown_as


def authority_file(home: Home, ca_file: str | None) -> str | bool:
    """Return the clinic's own certificate authority, or True for those that everybody trusts.

    Raises:
        SourceFault: the file is missing.
    """
    if ca_file is None:
        return True
    path = home.root / ca_file
    if not path.is_file():
        raise SourceFault(f"`source.ca_file`: there is no file {home.relative(path)}")
    return str(path)
