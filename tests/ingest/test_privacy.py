"""A clinic's own identifiers stay at the door: in the vault, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import polars as pl
import pytest
from door_home import MONDAY, DoorHome

from ingest.checking import check
from ingest.secrets import load_secrets
from ingest.vault import open_vault

CLIENTS = [f"CLIENT-{number}-zqxjk" for number in range(40)]
SECRETS = ("zqxjk", "jane.doe", "confidential words", "Quxley")
"""Pieces of every identifier, name and free text of the files below, too long to come by chance."""

EXPORTS = """
  - name: clients
    feed: clients
    files: "clients_*.csv"
  - name: episodes
    feed: episodes
    files: "episodes_*.csv"
  - name: sessions
    feed: appointments
    files: "sessions_*.csv"
    columns: {appointment_id: [case, no], episode_id: case, scheduled_at: at, status: att, therapist_id: by}
    values: {status: {A: attended}}
  - {name: forms, feed: responses, files: "**/forms_*.csv", instrument: gad7}
"""


@pytest.fixture
def received(whole_door: DoorHome) -> DoorHome:
    """A home that has received people, some of them in rows and files that are refused."""
    door = whole_door
    door.clinic(EXPORTS, extra="codes: {programme: [cbt]}\n")
    door.send(
        "clients_1.csv",
        "client_id,consent,birth_year,gender,email\n"
        + "\n".join(f"{client},yes,1980,female,jane.doe@example.org" for client in CLIENTS)
        + "\nBAD-zqxjk,yes,1x,jane.doe,\nGONE-zqxjk,opted_out,,,\n",
    )
    door.send(
        "episodes_1.csv",
        "episode_id,client_id,start_date,therapist_id,programme\n"
        + "\n".join(f"E{n}-zqxjk,{client},2026-01-05,Dr-Quxley,cbt" for n, client in enumerate(CLIENTS))
        + "\nE99-zqxjk,C99-zqxjk,2026-01-05,Dr-Quxley,jane.doe\n",
    )
    door.send(
        "sessions_1.csv",
        "case,no,at,att,by\nE1-zqxjk,1,2026-03-01,A,Dr-Quxley\nE2-zqxjk,1,2026-03-01,Quxley,\n",
    )
    items = ",".join(f"item_{number}" for number in range(1, 8))
    header = f"response_id,episode_id,completed_at,comment,{items}"
    form = "R1-zqxjk,E1-zqxjk,2026-03-01,confidential words,1,1,1,1,1,1,1"
    door.send("CLIENT-7-zqxjk/forms_e3-zqxjk.csv", f"{header}\n{form}\n{form.replace('R1', 'R2')},1\n")
    door.send("forms_CLIENT-8-zqxjk.csv", "response,E1-zqxjk\nconfidential words,1\n")
    door.send("unclaimed_CLIENT-9-zqxjk.txt", "?")
    return door


def _decoded(path: Path) -> Iterator[str]:
    frame = pl.read_parquet(path, hive_partitioning=False)
    for column in frame.get_columns():
        yield column.name
        yield from (str(value) for value in column.to_list())


def test_no_byte_of_landing_holds_an_identifier_a_name_or_free_text(received: DoorHome) -> None:
    summary = received.receive()
    assert sum(received.accounts().values()) == 42 + 41 + 2 + 2 + 1
    files = [path for path in received.home.landing.rglob("*") if path.is_file()]
    assert len([path for path in files if path.suffix == ".parquet"]) > 20
    for path in files:
        content = path.read_bytes()
        words = [path.name, *(_decoded(path) if path.suffix == ".parquet" else [content.decode()])]
        for secret in SECRETS:
            assert secret.encode() not in content, path
            assert not any(secret.casefold() in word.casefold() for word in words), path
    said = str([asdict(clinic) for clinic in summary.clinics])
    assert not any(secret.casefold() in said.casefold() for secret in SECRETS)


def test_nothing_else_in_the_home_holds_one_either(received: DoorHome) -> None:
    received.receive()
    for path in received.home.root.rglob("*"):
        if path.is_file() and received.home.inbox not in path.parents:
            content = path.read_bytes()
            assert not any(secret.encode() in content for secret in SECRETS), path


def test_the_vault_has_the_way_back_and_the_refused_rows_as_sent(received: DoorHome) -> None:
    received.receive()
    vault = open_vault(received.home, "north", load_secrets(received.home).vault_key)
    assert "CLIENT-7-zqxjk" in {name for names in vault.identifiers() for name in names.to_list()}
    refused = {
        cells[0]: dict(zip(header, cells, strict=True)) for _, _, header, cells in vault.refused_rows().rows()
    }
    assert refused["BAD-zqxjk"] == {
        "client_id": "BAD-zqxjk",
        "consent": "yes",
        "birth_year": "1x",
        "gender": "jane.doe",
    }  # the e-mail address isn't one of the columns that are read, and isn't kept
    assert refused["E99-zqxjk"]["programme"] == "jane.doe"
    receipts = set(received.landed("deliveries")["receipt_key"])
    assert set(vault.refused_rows()["receipt_key"]) <= receipts


def test_a_file_with_a_masked_name_is_recognised_when_it_still_lies_there(received: DoorHome) -> None:
    received.receive()
    names = received.landed("deliveries").filter(pl.col("export_name") == "forms")["file_name"].to_list()
    assert len(names) == 2
    assert all("[id-" in name for name in names)
    assert not received.receive_one().is_new


def test_a_dry_run_shows_no_cell_s_value(received: DoorHome) -> None:
    for name in ("clients_1.csv", "episodes_1.csv", "sessions_1.csv", "forms_CLIENT-8-zqxjk.csv"):
        path = received.home.inbox / "north" / name
        (found,) = check(received.home, received.registry, "north", path, checked_at=MONDAY)
        said = str(found.faults.rows()) + str(found.refusal) + str(found.remarks) + str(found.reasons)
        assert found.refusal is not None or found.faults.height
        assert not any(secret.casefold() in said.casefold() for secret in SECRETS)
