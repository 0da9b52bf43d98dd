"""Instruments that a home has confirmed, from a clinic's file through the door and the SQL to the marts."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import duckdb
import pytest
from ruamel.yaml import YAML

from ingest.configuration.registry import load_registry
from ingest.configuration.registry_tables import write_registry_tables
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets
from warehouse import dbt
from warehouse.knowledge import Knowledge
from warehouse.week import Week

EXAMPLES = Path(__file__).parents[1] / "worked_examples"
CONFIRMED = {"cmots": "client", "cms": "observer", "icb": "observer"}
CLINIC = """
clinic: quay
name: Quayside
timezone: Europe/London
source: {kind: folder, path: inbox/quay}
exports:
  - {name: courses, feed: episodes, files: "courses.csv"}
  - {name: sessions, feed: appointments, files: "sessions.csv"}
"""


def examples(instrument: str) -> dict[str, object]:
    content: dict[str, object] = YAML(typ="safe", pure=True).load(
        (EXAMPLES / f"{instrument}.yml").read_text("utf-8")
    )
    return content


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A clinic's client and a supervisor fill in one complete worked example of each instrument, twice."""
    home = Home(tmp_path_factory.mktemp("confirmed"))
    for folder in ("clinics", "instruments", "inbox/quay"):
        (home.root / folder).mkdir(parents=True)
    (home.root / "rapport.yml").write_text("network: Quays\ntimezone: Europe/London\n", "utf-8")
    inbox = home.root / "inbox" / "quay"
    (inbox / "courses.csv").write_text(
        "episode_id,client_id,start_date\nE-0001,K-0001,2026-03-02\n", encoding="utf-8"
    )
    (inbox / "sessions.csv").write_text(
        "appointment_id,episode_id,scheduled_at,status\n"
        "A-0001,E-0001,2026-03-02T10:00:00,attended\nA-0002,E-0001,2026-03-09T10:00:00,attended\n",
        encoding="utf-8",
    )
    clinic = CLINIC
    for instrument, respondent in CONFIRMED.items():
        content = examples(instrument)
        text = io.StringIO()
        YAML(typ="safe", pure=True).dump(content["confirmation"], text)
        (home.root / "instruments" / f"{instrument}.yml").write_text(text.getvalue(), encoding="utf-8")
        clinic += (
            f'  - {{name: {instrument}, feed: responses, files: "{instrument}.csv", '
            f"instrument: {instrument}, constants: {{respondent: {respondent}}}}}\n"
        )
        answers = example(instrument)["answers"]
        names = [f"item_{number}" for number in range(1, len(answers) + 1)]
        rows = [",".join(["E-0001", f"2026-03-{day:02}", *map(str, answers)]) for day in (2, 9)]
        header = ",".join(["episode_id", "completed_at", *names])
        (inbox / f"{instrument}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (home.root / "clinics" / "quay.yml").write_text(clinic, encoding="utf-8")
    create_secrets(home)
    registry = load_registry(home)
    receive_all(home, registry, Run("run-1", dt.datetime(2026, 4, 6, 6)))
    write_registry_tables(registry, home)
    knowledge = Knowledge(Week.parse("2026-W14"), dt.datetime(2026, 4, 7, tzinfo=dt.UTC), "run-1")
    result = dbt.build(home, knowledge, select="+fct_process_scores +dim_scales")
    assert result.is_success, result.summary()
    return duckdb.connect(str(home.working_file), read_only=True)


def example(instrument: str) -> dict[str, object]:
    """The first complete worked example of an instrument."""
    return next(
        entry
        for entry in examples(instrument)["examples"]  # type: ignore[attr-defined]
        if entry["answers"] and None not in entry["answers"] and not entry.get("keyed")
    )


def test_motivation_and_countertransference_reach_the_marts_once_a_home_confirms_them(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    found = {
        (scale, respondent): (construct, count, first, last, change)
        for scale, respondent, construct, count, first, last, change in marts.execute(
            "select scale_id, respondent, construct, score_count, first_score, last_score, change "
            "from marts.fct_process_scores"
        ).fetchall()
    }
    expected = {}
    for instrument, respondent in CONFIRMED.items():
        construct = "motivation" if instrument == "cmots" else "countertransference"
        for scale, score in example(instrument)["scores"].items():  # type: ignore[attr-defined]
            if score is not None:
                expected[scale, respondent] = (construct, 2, pytest.approx(score), pytest.approx(score), 0)
    assert len(expected) > 8
    assert found == expected


def test_a_confirmation_is_told_beside_the_instrument(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select count(*) from marts.dim_scales where instrument_id in ('cmots', 'cms', 'icb') and is_scored"
    ).fetchone()
    assert rows is not None
    assert rows[0] > 8
    unconfirmed = marts.execute(
        "select bool_or(is_scored) from marts.dim_scales where instrument_id = 'hcs'"
    ).fetchone()
    assert unconfirmed == (False,)
