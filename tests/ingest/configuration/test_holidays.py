"""The network's and the clinics' holidays: what they may say, and the table that comes of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from ingest.configuration.holidays import Holiday
from ingest.configuration.new_home import create_home
from ingest.configuration.registry import load_registry
from ingest.configuration.registry_tables import registry_tables
from ingest.configuration.yaml_files import ConfigurationError
from ingest.home import Home

XMAS = {"date": "2026-12-24", "name": "Christmas"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (XMAS | {"until": "2026-12-23"}, "`until: 2026-12-23` lies before `date: 2026-12-24`"),
        (XMAS | {"until": "2027-02-24"}, "`Christmas` lasts 63 days; at most 62 are a holiday"),
        (XMAS | {"name": ""}, "at least 1 character"),
        (XMAS | {"date": "24 December"}, "valid date"),
        ({"date": "2026-12-24"}, "Field required"),
        (XMAS | {"to": "2026-12-26"}, "Extra inputs are not permitted"),
    ],
)
def test_what_a_holiday_cant_say(said: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Holiday.model_validate(said)


def test_a_holiday_is_one_day_or_up_to_62() -> None:
    assert Holiday.model_validate(XMAS).last == dt.date(2026, 12, 24)
    assert Holiday.model_validate(XMAS | {"until": "2027-02-23"}).last == dt.date(2027, 2, 23)


def home_with(folder: Path, network: str, clinic: str) -> Home:
    home = Home(folder / "home")
    create_home(home, network="Example", timezone="Europe/London")
    home.network_file.write_text(f"network: Example\ntimezone: Europe/London\n{network}")
    (file,) = home.clinics.glob("*.yml")
    file.write_text(file.read_text() + clinic)
    return home


def test_each_clinic_has_the_networks_holidays_and_its_own(tmp_path: Path) -> None:
    network = "holidays:\n  - {date: 2026-12-24, until: 2027-01-01, name: Christmas}\n"
    home = home_with(tmp_path, network, "\nholidays: [{date: 2026-08-03, name: Moving house}]\n")
    table = registry_tables(load_registry(home))["holidays"]
    assert table.select("first_on", "last_on", "name").rows() == [
        (dt.date(2026, 8, 3), dt.date(2026, 8, 3), "Moving house"),
        (dt.date(2026, 12, 24), dt.date(2027, 1, 1), "Christmas"),
    ]
    assert table["clinic_id"].n_unique() == 1


def test_none_by_default(tmp_path: Path) -> None:
    assert registry_tables(load_registry(home_with(tmp_path, "", "")))["holidays"].is_empty()


def test_a_contradiction_names_file_and_key(tmp_path: Path) -> None:
    home = home_with(tmp_path, "holidays: [{date: 2026-12-24, until: 2026-12-01, name: X}]\n", "")
    with pytest.raises(ConfigurationError) as refused:
        load_registry(home)
    (problem,) = refused.value.problems
    assert str(problem).startswith("rapport.yml")
    assert "holidays[1]" in str(problem)
    assert "lies before" in str(problem)
