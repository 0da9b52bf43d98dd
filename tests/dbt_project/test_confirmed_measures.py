"""Instruments that a home has confirmed, from a clinic's file through the door and the SQL to the marts."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ruamel.yaml import YAML

from ingest.configuration.instrument_files import shipped_instruments
from ingest.configuration.registry import load_registry
from ingest.configuration.registry_tables import write_registry_tables
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets
from warehouse import dbt
from warehouse.knowledge import Knowledge
from warehouse.week import Week

EXAMPLES = Path(__file__).parents[1] / "worked_examples"
CONFIRMED = {
    "blri_mini": "client",
    "blri_os40": "client",
    "burns_es": "client",
    "calpas_p": "client",
    "cmots": "client",
    "cms": "observer",
    "hcs": "therapist",
    "hrs_ii": "client",
    "icb": "observer",
    "oq_30": "client",
    "rri_c": "client",
    "taqs": "child",
    "tasc_r": "child",
    "wai_srt": "therapist",
}
"""Every instrument of which something waits for a confirmation, and who fills it in here."""
MARTS = {"outcome": "fct_outcomes", "alliance": "fct_alliance"}
BUILT = (
    "fct_scores", "fct_outcomes", "fct_alliance", "fct_process_scores", "fct_adherence", "dim_scales",
    "int_therapist_forms",
)  # fmt: skip
CLINIC = """
clinic: quay
name: Quayside
timezone: Europe/London
source: {kind: folder, path: inbox/quay}
exports:
  - {name: courses, feed: episodes, files: "courses.csv"}
  - {name: sessions, feed: appointments, files: "sessions.csv"}
"""


def examples(instrument: str) -> dict[str, Any]:
    file = EXAMPLES / f"{instrument}_confirmed.yml"
    content: dict[str, Any] = YAML(typ="safe", pure=True).load(
        (file if file.exists() else EXAMPLES / f"{instrument}.yml").read_text("utf-8")
    )
    return content


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A client, a child, a therapist and a supervisor fill in a worked example of each instrument, twice."""
    home = Home(tmp_path_factory.mktemp("confirmed"))
    for folder in ("clinics", "instruments", "inbox/quay"):
        (home.root / folder).mkdir(parents=True)
    (home.root / "rapport.yml").write_text("network: Quays\ntimezone: Europe/London\n", "utf-8")
    inbox = home.root / "inbox" / "quay"
    (inbox / "courses.csv").write_text(
        "episode_id,client_id,therapist_id,start_date\nE-0001,K-0001,T-0001,2026-03-02\n", encoding="utf-8"
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
        found = example(instrument)
        answers = found["answers"] or []
        names = [f"item_{number}" for number in range(1, len(answers) + 1)]
        if "declared_total" in found:
            names, answers = [*names, "total"], [*answers, found["declared_total"]]
        rows = [",".join(["E-0001", f"2026-03-{day:02}", *map(str, answers)]) for day in (2, 9)]
        header = ",".join(["episode_id", "completed_at", *names])
        (inbox / f"{instrument}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (home.root / "clinics" / "quay.yml").write_text(clinic, encoding="utf-8")
    create_secrets(home)
    registry = load_registry(home)
    receive_all(home, registry, Run("run-1", dt.datetime(2026, 4, 6, 6)))
    write_registry_tables(registry, home)
    knowledge = Knowledge(Week.parse("2026-W14"), dt.datetime(2026, 4, 7, tzinfo=dt.UTC), "run-1")
    result = dbt.build(home, knowledge, select=" ".join(f"+{name}" for name in BUILT))
    assert result.is_success, result.summary()
    return duckdb.connect(str(home.working_file), read_only=True)


def example(instrument: str) -> dict[str, Any]:
    """The first complete worked example of an instrument."""
    found: dict[str, Any] = next(
        entry
        for entry in examples(instrument)["examples"]
        if None not in (entry["answers"] or [])
        and not entry.get("keyed")
        and any(score is not None for score in entry["scores"].values())
    )
    return found


def worked_out() -> dict[tuple[str, str], float]:
    """Scores of the worked examples, by scale and respondent."""
    return {
        (scale, respondent): score
        for instrument, respondent in CONFIRMED.items()
        for scale, score in example(instrument)["scores"].items()
        if score is not None
    }


def test_every_instrument_that_waits_for_a_confirmation_is_tried_here() -> None:
    waiting = {
        name
        for name, instrument in shipped_instruments().items()
        if instrument.status == "provisional" or not all(map(instrument.is_scored, instrument.scales))
    }
    assert set(CONFIRMED) == waiting


def test_what_a_home_confirms_is_scored_from_its_files(marts: duckdb.DuckDBPyConnection) -> None:
    found = {
        (scale, respondent): scores
        for scale, respondent, scores in marts.execute(
            "select scale_id, respondent, list(score) from marts.fct_scores group by all"
        ).fetchall()
    }
    assert found == {key: [pytest.approx(score)] * 2 for key, score in worked_out().items()}


def test_what_a_home_confirms_reaches_the_mart_of_its_construct(marts: duckdb.DuckDBPyConnection) -> None:
    constructs = dict(marts.execute("select scale_id, construct from marts.dim_scales").fetchall())
    expected = {
        (MARTS.get(constructs[scale], "fct_process_scores"), scale, respondent): (2, pytest.approx(score))
        for (scale, respondent), score in worked_out().items()
    }
    assert len({constructs[scale] for _, scale, _ in expected}) == 10
    found = {}
    for mart, first in (*((mart, "first_score") for mart in ("fct_outcomes", "fct_process_scores")),
                        ("fct_alliance", "baseline")):  # fmt: skip
        for scale, respondent, count, score in marts.execute(
            f"select scale_id, respondent, score_count, {first} from marts.{mart}"
        ).fetchall():
            found[mart, scale, respondent] = (count, score)
    assert found == expected


def test_confirmed_homework_and_core_conditions_count_where_the_shipped_ones_do(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    scores = worked_out()
    shares = marts.execute("select homework_share_client, homework_share_therapist from marts.fct_adherence")
    # HRS-II runs from 0 to 4; the home has confirmed that its HCS begins at 0 and goes on to 6.
    assert shares.fetchone() == pytest.approx(
        (scores["hrs_ii", "client"] / 4, scores["hcs", "therapist"] / 6), abs=1e-6
    )
    rated = marts.execute(
        "select scale_id, form_count, mean_score from intermediate.int_therapist_forms"
    ).fetchall()
    assert {scale: (count, mean) for scale, count, mean in rated} == {
        scale: (2, pytest.approx(score))
        for (scale, _), score in scores.items()
        if scale.startswith(("blri", "burns_es"))
    }


def test_a_confirmation_is_told_beside_the_instrument(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select count(*) from marts.dim_scales where instrument_id in ('cmots', 'cms', 'icb') and is_scored"
    ).fetchone()
    assert rows is not None
    assert rows[0] > 8
