"""Several clinics' servers in one run, and their files through the door."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from door_home import PHQ9, PHQ9_HEADER, DoorHome
from servers import WebServer, free_port

from ingest.sources.attempts import land_attempts
from ingest.sources.fetching import fetch_all
from ingest.sources.folder import SourceUnavailable, list_files
from ingest.sources.spool import is_safe

ASKED_AT = dt.datetime(2026, 11, 16, 6)  # noqa: DTZ001 - machine times are naive UTC


def add_clinic(door: DoorHome, clinic_id: str, source: str) -> None:
    door.clinic(PHQ9, clinic_id=clinic_id)
    path = door.home.clinic_file(clinic_id)
    (door.home.inbox / clinic_id).rmdir()
    path.write_text(path.read_text().replace(f"{{kind: folder, path: inbox/{clinic_id}}}", source))


@pytest.fixture
def network(door: DoorHome, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> DoorHome:
    """A clinic on a server that answers, one on a server that is down, and one with a folder."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    add_clinic(door, "north", f"{{kind: https, url: '{web.url}exports/'}}")
    add_clinic(door, "south", f"{{kind: https, url: 'http://127.0.0.1:{free_port()}/', attempts: 2}}")
    door.clinic(PHQ9, clinic_id="west")
    return door


def test_a_server_that_is_down_delays_its_own_clinic_and_nobody_else(
    network: DoorHome, web: WebServer
) -> None:
    row = "7,2026-11-02,1,1,1,1,1,1,1,1,1"
    web.files = {"phq9_1.csv": f"{PHQ9_HEADER}\n{row}\n".encode(), "notes.txt": b"x"}
    network.send("phq9_2.csv", f"{PHQ9_HEADER}\n{row}\n", clinic_id="west")
    said: list[str] = []
    registry = network.registry
    fetched = fetch_all(
        network.home,
        registry,
        list(registry.clinics),
        ASKED_AT,
        on_progress=said.append,
        pause=lambda _: None,
    )
    assert [(one.clinic_id, one.is_complete) for one in fetched] == [("north", True), ("south", False)]
    assert said[0] == "north (https): 1 file(s) fetched"
    assert "127.0.0.1 can't be reached" in said[1]
    assert "check `source` in clinics/south.yml" in said[1]
    summary = network.receive()
    taken = {clinic.clinic_id: clinic.exports[0].rows.get("landed") for clinic in summary.clinics}
    assert taken == {"north": 1, "south": None, "west": 1}
    assert summary.problems == ()


def test_what_came_of_asking_is_landed_as_a_check(network: DoorHome, web: WebServer) -> None:
    web.files = {"phq9_1.csv": b"x"}
    registry = network.registry
    network.receive()
    attempts = fetch_all(network.home, registry, list(registry.clinics), ASKED_AT, pause=lambda _: None)
    land_attempts(network.home, "run-1", attempts)
    files = sorted(network.home.landing.glob("checks/clinic=*/batch=run-1-source/checks.parquet"))
    rows = pl.read_parquet(files, hive_partitioning=False)
    assert rows.select("clinic_id", "feed", "check_id", "evaluated", "failed", "is_passed").rows() == [
        ("north", "sources", "source_answered", 1, 0, True),
        ("south", "sources", "source_answered", 1, 1, False),
    ]
    assert "Not so: 127.0.0.1 can't be reached" in rows["description"][1]
    assert rows["measured_at"].unique().to_list() == [ASKED_AT]


def test_files_fetched_before_are_received_although_the_server_is_down_today(
    network: DoorHome, web: WebServer
) -> None:
    web.files = {"phq9_1.csv": f"{PHQ9_HEADER}\n7,2026-11-02,1,1,1,1,1,1,1,1,1\n".encode()}
    registry = network.registry
    fetch_all(network.home, registry, ["north"], ASKED_AT)
    web.failures = [503] * 9
    (late,) = fetch_all(network.home, registry, ["north"], ASKED_AT, pause=lambda _: None)
    assert late.problem is not None
    assert network.receive_one("north").exports[0].rows == {"landed": 1}


def test_a_fault_of_ours_is_told_without_its_words_and_stops_nobody(
    network: DoorHome, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.files = {"phq9_1.csv": b"x"}

    def fail(*_: object) -> bool:
        raise RuntimeError("client 4711")

    monkeypatch.setattr("ingest.sources.fetching.matches", fail)
    (fetched,) = fetch_all(network.home, network.registry, ["north", "west"], ASKED_AT)
    assert "an unexpected fault (RuntimeError)" in fetched.sentence
    assert "4711" not in fetched.sentence


def test_a_full_disk_is_told_and_keeps_what_came(
    network: DoorHome, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.files = {"phq9_1.csv": b"x"}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.sources.fetching.open_owner_only", full)
    (fetched,) = fetch_all(network.home, network.registry, ["north"], ASKED_AT)
    assert "spool/north can't be written (No space left on device)" in fetched.sentence


def test_a_spool_that_is_not_there_yet_is_empty_but_a_missing_folder_is_a_problem(network: DoorHome) -> None:
    clinics = network.registry.clinics
    assert list_files(network.home, clinics["south"]) == ()
    (network.home.inbox / "west").rmdir()
    with pytest.raises(SourceUnavailable):
        list_files(network.home, clinics["west"])


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../a", "a/..", "a//b", "/a", "a/", "a\\b", "a\nb", "a\x00", "x" * 201, "\udcff"],
)
def test_names_that_are_no_names_here_are_unsafe(name: str) -> None:
    assert not is_safe(name)


@pytest.mark.parametrize("name", ["a.csv", "2026/w 46/ä.csv", "..a", "a..b", "phq9_2026-11-16T06:00.csv"])
def test_ordinary_names_are_safe(name: str) -> None:
    assert is_safe(name)
