"""The two keys of a home."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ingest.home import Home
from ingest.secrets import VARIABLES, SecretError, create_secrets, load_secrets


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    return Home(tmp_path)


def test_new_secrets_are_two_different_keys_for_their_owner_only(home: Home) -> None:
    create_secrets(home)
    keys = load_secrets(home)
    assert len(keys.pseudonym_key) == len(keys.vault_key) == 32
    assert keys.pseudonym_key != keys.vault_key
    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o700
    for name in VARIABLES:
        assert stat.S_IMODE((home.secrets / name).stat().st_mode) == 0o600


def test_keys_never_show_when_printed(home: Home) -> None:
    create_secrets(home)
    keys = load_secrets(home)
    assert keys.pseudonym_key.hex() not in repr(keys)
    assert repr(keys.vault_key) not in repr(keys)


def test_existing_secrets_are_never_replaced(home: Home) -> None:
    create_secrets(home)
    before = load_secrets(home)
    with pytest.raises(SecretError, match="has its secrets already"):
        create_secrets(home)
    assert load_secrets(home) == before


def test_a_home_without_a_secret_is_told_how_to_get_one(home: Home) -> None:
    with pytest.raises(SecretError, match=r"secrets/pseudonym\.key is missing; run `rapport init`"):
        load_secrets(home)


def test_a_lost_secret_is_never_silently_made_anew(home: Home) -> None:
    batch = home.landing / "responses" / "clinic=north" / "batch=run-1-phq9"
    batch.mkdir(parents=True)
    (batch / "rows.parquet").touch()
    for attempt in (load_secrets, create_secrets):
        with pytest.raises(SecretError, match="restore it from your backup"):
            attempt(home)
    assert not home.secrets.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_secret_that_others_can_read_is_refused(home: Home, mode: int) -> None:
    create_secrets(home)
    (home.secrets / "vault.key").chmod(mode)
    with pytest.raises(SecretError, match=r"chmod 600 secrets/vault\.key"):
        load_secrets(home)


def test_a_key_that_is_no_key_is_refused_without_being_shown(home: Home) -> None:
    create_secrets(home)
    (home.secrets / "vault.key").write_text("not a key")
    with pytest.raises(SecretError, match="64 hexadecimal digits") as refused:
        load_secrets(home)
    assert "not a key" not in str(refused.value)


def test_keys_may_come_from_the_environment(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_PSEUDONYM_KEY", "ab" * 32)
    monkeypatch.setenv("RAPPORT_VAULT_KEY", "cd" * 32)
    assert load_secrets(home).pseudonym_key == bytes.fromhex("ab" * 32)
    monkeypatch.setenv("RAPPORT_VAULT_KEY", "cd" * 31)
    with pytest.raises(SecretError, match=r"\$RAPPORT_VAULT_KEY isn't 64 hexadecimal digits"):
        load_secrets(home)
