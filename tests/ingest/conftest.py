"""Homes for tests of the door."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from door_home import DoorHome

from ingest import acceptance
from ingest.configuration import instrument_files

INSTRUMENTS = ("phq9", "gad7", "ors_adult", "srs", "care", "wai_sr")


@pytest.fixture(scope="session")
def few_instruments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped instruments that tests of the door use: reading all takes half a second."""
    folder = tmp_path_factory.mktemp("instruments")
    for name in INSTRUMENTS:
        shutil.copy(instrument_files.SHIPPED_INSTRUMENTS / f"{name}.yml", folder)
    return folder


@pytest.fixture
def whole_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_instruments: Path) -> DoorHome:
    """A home with the whole door, Great Expectations included."""
    monkeypatch.setattr(instrument_files, "SHIPPED_INSTRUMENTS", few_instruments)
    return DoorHome.make(tmp_path / "home")


@pytest.fixture
def door(whole_door: DoorHome, monkeypatch: pytest.MonkeyPatch) -> DoorHome:
    """A home whose door leaves out the acceptance checks, whose import alone takes seconds."""
    monkeypatch.setattr(acceptance, "judge_batches", lambda batches, clinic, registry: {})
    return whole_door
