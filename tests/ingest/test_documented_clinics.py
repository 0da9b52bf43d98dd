"""The YAML in docs/how-to works as it stands there."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from documented_clinics import PAGES, add_documented_clinic, documented_clinics, yaml_blocks
from door_home import DoorHome

from ingest.configuration.clinic import Clinic
from ingest.configuration.format_options import FormatName
from ingest.configuration.yaml_files import parse_model, read_yaml

HOW_TO = PAGES.parent
TAKEN = {
    "csv": {
        "courses": {"landed": 2},
        "sessions": {"landed": 3},
        "phq9": {"landed": 2, "quarantined": 1},
    },
    "excel": {
        "courses": {"landed": 2, "quarantined": 2, "skipped": 2},
        "sessions": {"landed": 2, "quarantined": 2, "skipped": 2},
        "phq9": {"landed": 2},
    },
    "redcap": {
        "courses": {"landed": 1, "skipped": 5},
        "phq9": {"landed": 2, "quarantined": 1, "skipped": 3},
    },
    "fhir": {
        "courses": {"landed": 1, "skipped": 5},
        "sessions": {"landed": 2, "skipped": 4},
        "forms": {"landed": 3, "skipped": 3},  # one of them withdraws
    },
    "qualtrics": {"courses": {"landed": 2}, "phq9": {"landed": 2, "skipped": 2}},
    "limesurvey": {"courses": {"landed": 2}, "phq9": {"landed": 2, "skipped": 1}},
    "surveymonkey": {"courses": {"landed": 2}, "phq9": {"landed": 2}},
    "openfit": {
        "courses": {"landed": 1, "duplicate": 2},
        "sessions": {"landed": 3},
        "ors": {"landed": 3},
        "srs": {"landed": 3},
    },
    "parquet": {"courses": {"landed": 2}, "gad7": {"landed": 2}},
}
"""Format -> export -> rows by state."""


def test_every_format_has_a_page_and_a_clinic_on_it() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == set(get_args(FormatName))
    assert set(documented_clinics()) == set(get_args(FormatName))


@pytest.mark.parametrize("format_name", sorted(get_args(FormatName)))
def test_the_clinic_on_a_page_is_received_as_it_says(door: DoorHome, format_name: str) -> None:
    clinic_id = add_documented_clinic(door.home, format_name)
    summary = door.receive_one(clinic_id)
    assert summary.problem is None
    assert summary.unclaimed == ()
    assert {export.export_name: export.rows for export in summary.exports} == TAKEN[format_name]


@pytest.mark.parametrize(
    "page", [HOW_TO / "add-a-clinic.md", *sorted(PAGES.glob("*.md"))], ids=lambda p: p.stem
)
def test_parts_of_a_clinic_on_a_page_are_what_a_clinic_may_say(page: Path, tmp_path: Path) -> None:
    """`source:`, `protocol:` and the like, put into a clinic; an export or options, put after others."""
    for block in yaml_blocks(page):
        if block.startswith("clinic:"):
            continue
        text = WITHOUT_SOURCE if block.startswith("source:") else WITH_SOURCE
        export, is_of_exports = EXPORT.get(page.stem, EXPORT["clinic"]), block.startswith((" ", "-"))
        text += export + block if is_of_exports else block + export
        path = tmp_path / "north.yml"
        path.write_text(text)
        assert parse_model(Clinic, read_yaml(path, "north.yml"), "north.yml").clinic == "north"


WITHOUT_SOURCE = "clinic: north\nname: North\ntimezone: Europe/London\n"
WITH_SOURCE = WITHOUT_SOURCE + "source: {kind: folder, path: inbox/north}\n"
EXPORT = {
    "clinic": "exports:\n  - {name: clients, feed: clients, files: '*.csv'}\n",
    "fhir": (
        "exports:\n  - name: phq9\n    feed: responses\n    format: fhir\n"
        "    files: '*.json'\n    instrument: phq9\n"
    ),
}
