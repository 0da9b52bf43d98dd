"""A clinic of each format, and one whose server is down, through `rapport run` to the marts."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from ingest.home import Home
from ingest.secrets import create_secrets
from orchestration.cli import main
from warehouse.published import open_published

sys.path.append(str(Path(__file__).parents[1] / "ingest"))
from documented_clinics import add_documented_clinic, documented_clinics

REAL = Path(__file__).parents[2] / ".." / "shared" / "real" / "fhir_mii_phq9_response.json"
PUBLISHED_EXAMPLE = """
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
DOWN = """
clinic: down
name: Behind a server that is down
timezone: Europe/London
source: {{kind: https, url: "http://127.0.0.1:{port}/", attempts: 1, timeout_seconds: 2}}
exports:
  - {{name: courses, feed: episodes, files: "*.csv"}}
"""
SCORES = {
    "csv": [("phq9", "2026-10-05", 17.0), ("phq9", "2026-11-09", 6.0)],  # 5 of 8 answers, prorated
    "excel": [("phq9", "2026-11-01", 15.0), ("phq9", "2026-11-08", 4.0)],
    "redcap": [("phq9", "2026-10-05", 12.0), ("phq9", "2026-11-09", 2.0)],
    "fhir": [("phq9", "2026-10-05", 19.0), ("phq9", "2026-11-09", 3.0)],
    "qualtrics": [("phq9", "2026-10-05", 16.0), ("phq9", "2026-11-09", 3.0)],
    "limesurvey": [("phq9", "2026-10-05", 9.0), ("phq9", "2026-11-09", 2.0)],
    "surveymonkey": [("phq9", "2026-10-05", 14.0), ("phq9", "2026-11-09", 6.0)],
    "openfit": [
        ("ors_adult", "2026-10-05", 14.7),
        ("ors_adult", "2026-11-02", 30.1),  # a total alone: its quarters are no answers
        ("ors_adult", "2026-11-09", 33.5),
        ("srs", "2026-10-05", 38.5),
        ("srs", "2026-11-09", 40.0),
    ],
    "parquet": [("gad7", "2026-10-05", 13.0), ("gad7", "2026-11-09", 4.0)],  # 3 of 6 answers, prorated
}
"""Format -> scale, day and score, added up by hand from the files."""


@dataclass(frozen=True)
class Run:
    """The home after its run, and what the run said."""

    home: Home
    output: str


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run of a home with all of these clinics."""
    home = Home(tmp_path_factory.mktemp("formats") / "home")
    for format_name in documented_clinics():
        add_documented_clinic(home, format_name)
    home.network_file.write_text("network: Example\ntimezone: Europe/London\n")
    home.clinic_file("down").write_text(DOWN.format(port=unused_port()))
    if REAL.exists():
        add_published_example(home)
    create_secrets(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        result = CliRunner().invoke(main, ["run", "--home", str(home.root), "--week", "2026-W46"])
    assert result.exit_code == 0, result.output
    return Run(home, result.output)


def add_published_example(home: Home) -> None:
    inbox = home.inbox / "mii"
    inbox.mkdir()
    home.clinic_file("mii").write_text(PUBLISHED_EXAMPLE)
    shutil.copy(REAL, inbox)
    (inbox / "course.json").write_text(json.dumps(COURSE))
    for path in inbox.iterdir():
        os.utime(path, (1_696_200_000, 1_696_200_000))  # the day after it was filled in


def unused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def published(run: Run) -> duckdb.DuckDBPyConnection:
    """What it published."""
    return open_published(run.home)


@pytest.mark.parametrize("format_name", sorted(SCORES))
def test_a_clinic_of_each_format_is_scored(published: duckdb.DuckDBPyConnection, format_name: str) -> None:
    scores = published.execute(
        "select scale_id, completed_at::date::varchar, round(score, 6) from marts.fct_scores "
        "where clinic_id = ? and score is not null order by all",
        [f"{format_name}_clinic"],
    ).fetchall()
    assert scores == SCORES[format_name]


def test_every_row_of_every_format_is_accounted_for(run: Run, published: duckdb.DuckDBPyConnection) -> None:
    accounts = published.execute(
        "select count(*), count(distinct clinic_id), bool_and(is_balanced) from audit.row_accounts"
    ).fetchone()
    assert accounts is not None
    assert accounts[0] >= 25
    assert accounts[1] == len(SCORES) + REAL.exists()
    assert accounts[2]
    ledger = CliRunner().invoke(main, ["ledger", "--home", str(run.home.root)])
    assert ledger.exit_code == 0, ledger.output


def test_a_server_that_is_down_is_told_with_its_remedy_and_holds_nobody_up(
    run: Run, published: duckdb.DuckDBPyConnection
) -> None:
    assert "every_source_answered" in run.output
    assert "check `source` in clinics/down.yml" in run.output
    checks = published.execute(
        "select clinic_id, is_passed, failed, description from audit.check_results "
        "where check_id = 'source_answered'"
    ).fetchall()
    assert [row[:3] for row in checks] == [("down", False, 1)]
    assert "127.0.0.1 can't be reached" in checks[0][3]


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real data sets aren't beside the project")
def test_a_published_response_scores_27_without_its_tenth_item(
    published: duckdb.DuckDBPyConnection,
) -> None:
    scores = published.execute(
        "select scale_id, score, items_answered, items_missing, declared_total, declared_matches, "
        "completed_at::varchar from marts.fct_scores where clinic_id = 'mii'"
    ).fetchall()
    assert scores == [("phq9", 27.0, 9, 0, 27.0, True, "2023-10-01 14:00:00")]
