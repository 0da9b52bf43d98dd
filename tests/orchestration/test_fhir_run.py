"""A published FHIR response through the whole weekly job, as `rapport run` does it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.home import Home
from ingest.secrets import create_secrets
from orchestration.cli import main
from warehouse.published import open_published

REAL = Path(__file__).parents[2] / ".." / "shared" / "real" / "fhir_mii_phq9_response.json"
CLINIC = """
clinic: mii
name: Published example
timezone: Europe/Berlin
source: {kind: folder, path: inbox/mii}
exports:
  - {name: courses, feed: episodes, format: fhir, files: "course*.json"}
  - name: phq9
    feed: responses
    format: fhir
    files: "*phq9*.json"
    instrument: phq9
    options:
      elements: {episode_id: subject}         # the example's only hint at whose course it is
      link_ids: {items: [PHQ.1, PHQ.2, PHQ.3, PHQ.4, PHQ.5, PHQ.6, PHQ.7, PHQ.8, PHQ.9], total: PHQ.Score}
"""
COURSE = {
    "resourceType": "EpisodeOfCare",
    "id": "example",
    "status": "active",
    "patient": {"reference": "Patient/example"},
    "period": {"start": "2023-09-15"},
}


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real data sets aren't beside the project")
def test_a_published_response_scores_27_without_its_tenth_item(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    inbox = home.inbox / "mii"
    inbox.mkdir(parents=True)
    home.clinics.mkdir()
    home.network_file.write_text("network: Example\ntimezone: Europe/Berlin\n")
    home.clinic_file("mii").write_text(CLINIC)
    shutil.copy(REAL, inbox)
    (inbox / "course.json").write_text(json.dumps(COURSE))
    for path in inbox.iterdir():
        os.utime(path, (1_696_200_000, 1_696_200_000))  # the day after it was filled in
    create_secrets(home)
    result = CliRunner().invoke(main, ["run", "--home", str(home.root), "--week", "2023-W39"])
    assert result.exit_code == 0, result.output
    with open_published(home) as connection:
        scores = connection.execute(
            "select scale_id, score, items_answered, items_missing, declared_total, declared_matches, "
            "completed_at::varchar from marts.fct_scores"
        ).fetchall()
    assert scores == [("phq9", 27.0, 9, 0, 27.0, True, "2023-10-01 14:00:00")]
