"""The encrypted file of one clinic."""

from __future__ import annotations

import stat
import struct
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ingest.home import Home
from ingest.pseudonyms import KeyKind
from ingest.secrets import create_secrets, load_secrets
from ingest.vault import (
    KNOWN_SCHEMA,
    MAGIC,
    REFUSED_ROW_SCHEMA,
    Vault,
    VaultError,
    local_identifiers,
    open_vault,
)

KEY = b"v" * 32


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def people(*rows: tuple[int, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=KNOWN_SCHEMA, orient="row")


def filled(home: Home, clinic_id: str = "north", key: bytes = KEY) -> Vault:
    vault = open_vault(home, clinic_id, key)
    vault.add_identities(KeyKind.CLIENT, people((1, "C-1042"), (2, "C-1043")))
    vault.add_identities(KeyKind.EPISODE, people((1, "E-1")))
    vault.add_refused_rows(
        pl.DataFrame([(7, 3, ["case_no", "q1"], ["C-1042", "9"])], schema=REFUSED_ROW_SCHEMA, orient="row")
    )
    vault.save()
    return vault


def test_what_was_added_comes_back(home: Home) -> None:
    filled(home)
    vault = open_vault(home, "north", KEY)
    assert vault.known(KeyKind.CLIENT).rows() == [(1, "C-1042"), (2, "C-1043")]
    assert vault.known(KeyKind.EPISODE).rows() == [(1, "E-1")]
    assert vault.known(KeyKind.THERAPIST).rows() == []
    assert vault.refused_rows().row(0) == (7, 3, ["case_no", "q1"], ["C-1042", "9"])


def test_later_additions_keep_what_was_there(home: Home) -> None:
    filled(home)
    vault = open_vault(home, "north", KEY)
    vault.add_identities(KeyKind.CLIENT, people((2, "C-1043"), (3, "C-1044")))
    vault.save()
    known = open_vault(home, "north", KEY).known(KeyKind.CLIENT)
    assert known.rows() == [(1, "C-1042"), (2, "C-1043"), (3, "C-1044")]


def test_a_clinic_without_a_vault_has_nobody(home: Home) -> None:
    assert open_vault(home, "north", KEY).identifiers() == []


def test_nothing_can_be_read_from_the_file_s_bytes(home: Home) -> None:
    content = filled(home).path.read_bytes()
    for text in (b"C-104", b"E-1", b"case_no", b"local_id", b"PAR1"):
        assert text not in content


def test_the_file_and_its_folder_are_for_their_owner_only(home: Home) -> None:
    path = filled(home).path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["north.vault"]


def test_nothing_new_leaves_the_file_alone(home: Home) -> None:
    path = filled(home).path
    before = path.read_bytes()
    vault = open_vault(home, "north", KEY)
    vault.add_identities(KeyKind.CLIENT, people((1, "C-1042")))
    vault.save()
    assert path.read_bytes() == before


def test_another_key_is_refused_with_what_to_do(home: Home) -> None:
    filled(home)
    with pytest.raises(VaultError, match=r"vault/north\.vault doesn't open with this vault key: restore"):
        open_vault(home, "north", b"w" * 32)


def test_another_clinic_s_file_is_refused(home: Home) -> None:
    path = filled(home).path
    path.rename(path.with_name("south.vault"))
    with pytest.raises(VaultError, match="doesn't open"):
        open_vault(home, "south", KEY)


def _segments(content: bytes) -> list[bytes]:
    start = len(MAGIC) + 2
    parts = []
    while start < len(content):
        length = 9 + 12 + struct.unpack(">Q", content[start + 1 : start + 9])[0]
        parts.append(content[start : start + length])
        start += length
    return parts


def _flip(content: bytes) -> bytes:
    at = len(content) - 20
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def _without_refused_rows(content: bytes) -> bytes:
    first, _, seal = _segments(content)
    return content[: len(MAGIC) + 2] + first + seal


def _without_seal(content: bytes) -> bytes:
    return content[: -len(_segments(content)[-1])]


def _swapped(content: bytes) -> bytes:
    first, second, seal = _segments(content)
    return content[: len(MAGIC) + 2] + second + first + seal


@pytest.mark.parametrize(
    "tamper", [_flip, _without_refused_rows, _without_seal, _swapped, lambda c: c + b"x", lambda c: c[:40]]
)
def test_a_changed_file_is_refused(home: Home, tamper: Callable[[bytes], bytes]) -> None:
    path = filled(home).path
    path.write_bytes(tamper(path.read_bytes()))
    with pytest.raises(VaultError, match="backup"):
        open_vault(home, "north", KEY)


def test_something_else_under_that_name_is_refused(home: Home) -> None:
    path = filled(home).path
    path.write_bytes(b"client_id,name\n")
    with pytest.raises(VaultError, match="isn't a vault"):
        open_vault(home, "north", KEY)


def test_a_later_format_asks_for_an_update(home: Home) -> None:
    path = filled(home).path
    content = path.read_bytes()
    path.write_bytes(MAGIC + struct.pack(">H", 9) + content[len(MAGIC) + 2 :])
    with pytest.raises(VaultError, match="has version 9"):
        open_vault(home, "north", KEY)


def test_reports_get_a_clinic_s_identifiers_through_one_function(home: Home) -> None:
    create_secrets(home)
    filled(home, key=load_secrets(home).vault_key)
    assert local_identifiers(home, "north", "client") == {1: "C-1042", 2: "C-1043"}
    assert local_identifiers(home, "north", "therapist") == {}
    assert local_identifiers(home, "south", "client") == {}
    with pytest.raises(ValueError, match="`response` isn't kept"):
        local_identifiers(home, "north", "response")
