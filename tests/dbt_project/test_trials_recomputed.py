"""Three published trials' marts, worked out again from the files with the csv module and numpy alone."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from ingest.configuration.registry import load_registry
from ingest.configuration.registry_tables import write_registry_tables
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets
from warehouse import dbt, inference
from warehouse.knowledge import Knowledge
from warehouse.week import Week

PROJECT = Path(__file__).parents[2]
REAL = PROJECT / ".." / "shared" / "real"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.exists(), reason="the real data sets aren't beside the project"),
]
ORIGIN = dt.date(2024, 1, 1)
GAP_DAYS = 60
FILES = {"reframed": "reframed.csv", "implement": "implement_wai.csv", "beat_the_blues": "BtheB.csv"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The example home with all files, through the door, the SQL and the statistics."""
    root = tmp_path_factory.mktemp("trials") / "home"
    shutil.copytree(PROJECT / "examples" / "trials", root)
    for folder, name in FILES.items():
        (root / "inbox" / folder).mkdir(parents=True)
        shutil.copy(REAL / name, root / "inbox" / folder)
    built = Home(root)
    create_secrets(built)
    registry = load_registry(built)
    receive_all(built, registry, Run("run-1", dt.datetime(2026, 11, 16, 6)))
    write_registry_tables(registry, built)
    knowledge = Knowledge(Week.parse("2026-W46"), dt.datetime(2026, 11, 16, 7, tzinfo=dt.UTC), "run-1")
    result = dbt.build(built, knowledge)
    assert result.is_success, result.summary()
    inference.run(built, knowledge)
    return built


@pytest.fixture(scope="module")
def marts(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home.working_file), read_only=True) as connection:
        yield connection


def read(name: str) -> list[dict[str, str]]:
    with (REAL / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def ranked(rows: list[Any]) -> list[Any]:
    """Rows in an order of their own: the keys of the two readings are different ones."""
    return sorted(
        (tuple(round(float(part), 4) if isinstance(part, float) else part for part in row) for row in rows),
        key=lambda row: [(part is not None, part) for part in row],
    )


def test_reframed_first_and_last_phq9_and_what_the_change_is_called(marts: duckdb.DuckDBPyConnection) -> None:
    totals: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    ages = {}
    for row in read("reframed.csv"):
        ages[row["site"], row["patient"]] = int(row["age_years"])
        if row["month"] == "Post-Rx" or row["phq9"] in ("", "NaN") or not 0 <= float(row["phq9"]) <= 27:
            continue
        totals[row["site"], row["patient"]][int(row["month"])] = float(row["phq9"])
    expected = []
    for (site, patient), by_month in totals.items():
        months = sorted(by_month)
        first = by_month[months[0]]
        last = by_month[months[-1]] if len(months) > 1 else None
        called = None
        if last is not None:
            called = "improved" if first - last >= 6 else "deteriorated" if last - first >= 6 else "unchanged"
        clinical = "recovered" if called == "improved" and first >= 10 and (last or 0) < 10 else called
        assert ages[site, patient] >= 18
        expected.append((f"reframed_{site}", first, last, len(months), called, first >= 10, clinical))
    assert len(expected) == 246  # four patients have no total at all
    found = marts.execute(
        "select clinic_id, first_score, last_score, score_count, reliable_change, is_case_first, "
        "clinical_change from marts.fct_outcomes where scale_id = 'phq9'"
    ).fetchall()
    assert ranked(found) == ranked(expected)


@pytest.fixture(scope="module")
def sessions() -> dict[str, list[tuple[int, list[int | None]]]]:
    """IMPLEMENT's attended weeks of each patient: those in which any alliance item is filled in."""
    found: dict[str, list[tuple[int, list[int | None]]]] = defaultdict(list)
    for row in read("implement_wai.csv"):
        items = [
            int(float(row[f"wai{n}"])) if row[f"wai{n}"] not in ("", "NA") else None for n in range(1, 10)
        ]
        found[row["patient"]]
        if any(item is not None for item in items):
            found[row["patient"]].append((int(row["time"]), items))
    for weeks in found.values():
        weeks.sort()
    return found


@pytest.fixture(scope="module")
def alliance(sessions: dict[str, list[tuple[int, list[int | None]]]]) -> dict[str, list[tuple[int, float]]]:
    """Session number and mean of each scored form; one of the nine items may be missing."""
    scored: dict[str, list[tuple[int, float]]] = {}
    for patient, weeks in sessions.items():
        forms = []
        for number, (_, items) in enumerate(weeks, 1):
            given = [item for item in items if item is not None]
            if len(given) >= 8:
                forms.append((number, float(np.mean(given))))
        if forms:
            scored[patient] = forms
    return scored


def test_implement_levels_slopes_ruptures_and_repairs(
    marts: duckdb.DuckDBPyConnection, alliance: dict[str, list[tuple[int, float]]]
) -> None:
    series = {patient: np.array([score for _, score in forms]) for patient, forms in alliance.items()}
    several = [scores for scores in series.values() if len(scores) > 1]
    within = np.sqrt(sum(((x - x.mean()) ** 2).sum() for x in several) / sum(len(x) - 1 for x in several))
    between = np.std([x.mean() for x in several], ddof=1)
    criterion = max(within, between)
    expected = []
    for patient, scores in series.items():
        numbers = np.array([number for number, _ in alliance[patient]])
        falls = -np.diff(scores)
        ruptures = [place for place, fall in enumerate(falls) if fall >= criterion]
        repaired = [
            place
            for place in ruptures
            if max(scores[place + 2 : place + 5], default=-9.0) >= scores[place] - within
        ]
        ranges = np.abs(np.diff(scores))
        below = [
            scores[place] < scores[:place].mean() - 2.66 * ranges[: place - 1].mean()
            for place in range(7, len(scores))
            if ranges[: place - 1].sum() > 0
        ]
        is_judged = len(scores) >= 4
        expected.append(
            (
                len(scores),
                scores[0],
                scores[-1],
                scores.min(),
                scores.mean(),
                np.polyfit(numbers, scores, 1)[0] if len(scores) > 1 else None,
                max(falls.max(), 0.0) if len(scores) > 1 else None,
                len(ruptures) if is_judged else None,
                len(repaired) if is_judged else None,
                sum(below) if below else None,
            )
        )
    found = marts.execute(
        "select score_count, baseline, last, minimum, mean, slope_per_session, largest_drop, rupture_count, "
        "repair_count, control_rupture_count from marts.fct_alliance where clinic_id = 'implement'"
    ).fetchall()
    assert sum(row[7] or 0 for row in expected) > 5
    assert ranked(found) == ranked(expected)
    told = marts.execute("select any_value(criterion_points) from marts.fct_alliance").fetchone()
    assert told is not None
    assert told[0] == pytest.approx(criterion, abs=1e-6)


def test_implement_states_and_retention(
    home: Home, marts: duckdb.DuckDBPyConnection, sessions: dict[str, list[tuple[int, list[int | None]]]]
) -> None:
    """No ending is recorded: who wasn't seen for 60 days up to the last session of anybody dropped out."""
    known = marts.execute(
        "select appointments_until from marts.dim_clinics where clinic_id = 'implement'"
    ).fetchone()
    last = {patient: weeks[-1][0] if weeks else None for patient, weeks in sessions.items()}
    reach = max(week for week in last.values() if week is not None)
    assert known is not None
    assert (known[0] - ORIGIN).days in (7 * reach, 7 * (reach - 1))
    shift = (known[0] - ORIGIN).days - 7 * reach
    leaving: Counter[tuple[int, str]] = Counter()
    states: Counter[tuple[str, int]] = Counter()
    for patient, weeks in sessions.items():
        contact = 7 * weeks[-1][0] + shift if weeks else 0
        state = "dropped_out" if (known[0] - ORIGIN).days - contact >= GAP_DAYS else "open"
        states[state, len(weeks)] += 1
        if weeks:
            leaving[len(weeks) + (state != "open"), state] += 1
        assert last[patient] is None or weeks
    found = Counter(
        marts.execute(
            "select state, sessions_attended from marts.fct_episodes where clinic_id = 'implement'"
        ).fetchall()
    )
    assert found == states
    assert sum(number for (state, _), number in states.items() if state == "dropped_out") > 0
    there, survival, expected = leaving.total(), 1.0, []
    for session in range(1, max(step for step, _ in leaving) + 1):
        dropped = leaving[session, "dropped_out"]
        survival *= 1 - dropped / there
        expected.append((session, there, dropped, 1 - survival, survival))
        there -= dropped + leaving[session, "open"]
    curve = duckdb.sql(
        f"select session_number, at_risk, dropped_out, cif_dropout, survival_km "
        f"from '{home.inference}/retention_curves.parquet' "
        "where clinic_id = 'implement' and definition_id = 'official' order by 1"
    ).fetchall()
    assert len(curve) == len(expected) > 10
    for row, figures in zip(curve, expected, strict=True):
        assert row == pytest.approx(figures, abs=1e-12)


VISITS = ("bdi.pre", "bdi.2m", "bdi.4m", "bdi.6m", "bdi.8m")


@pytest.fixture(scope="module")
def totals() -> list[list[float | None]]:
    """Beat the Blues' clients, each with the BDI-II before the treatment and at the four visits."""
    return [[float(row[visit]) if row[visit] else None for visit in VISITS] for row in read("BtheB.csv")]


def test_beat_the_blues_first_and_last_bdi_and_what_the_change_is_called(
    marts: duckdb.DuckDBPyConnection, totals: list[list[float | None]]
) -> None:
    """The criterion is computed: SD 10.84 before the treatment, retest reliability .93, strictly more."""
    assert np.std([scores[0] for scores in totals], ddof=1) == pytest.approx(10.84, abs=0.005)  # type: ignore[arg-type]
    criterion = 1.96 * np.sqrt(2) * 10.84 * np.sqrt(1 - 0.93)
    expected = []
    for scores in totals:
        given = [score for score in scores if score is not None]
        first, last = given[0], given[-1] if len(given) > 1 else None
        called = None
        if last is not None:
            fall = first - last
            called = "improved" if fall > criterion else "deteriorated" if -fall > criterion else "unchanged"
        clinical = "recovered" if called == "improved" and first >= 14 > (last or 0) else called
        expected.append((first, last, len(given), called, first >= 14, clinical))
    assert {row[3] for row in expected} == {"improved", "unchanged", "deteriorated", None}
    found = marts.execute(
        "select first_score, last_score, score_count, reliable_change, is_case_first, clinical_change "
        "from marts.fct_outcomes where clinic_id = 'beat_the_blues'"
    ).fetchall()
    assert ranked(found) == ranked(expected)
    means = marts.execute(
        "select avg(first_score), avg(last_score), count(last_score) from marts.fct_outcomes "
        "where clinic_id = 'beat_the_blues'"
    ).fetchone()
    lasts = [row[1] for row in expected if row[1] is not None]
    assert means == pytest.approx((23.33, np.mean(lasts), 97), abs=1e-9)


def test_beat_the_blues_forms_that_are_missing_at_each_visit(
    marts: duckdb.DuckDBPyConnection, totals: list[list[float | None]]
) -> None:
    """Nobody comes back after a visit missed, so that whoever is missing has gone and owes no form."""
    missing = [sum(scores[place] is None for scores in totals) for place in range(5)]
    assert missing == [0, 3, 27, 42, 48]
    found = marts.execute(
        "select session_number, count(*) filter (state = 'received'), count(*) filter (state != 'received') "
        "from marts.fct_expected_forms where clinic_id = 'beat_the_blues' group by 1 order by 1"
    ).fetchall()
    assert found == [(place + 1, 100 - gone, 0) for place, gone in enumerate(missing)]


def test_beat_the_blues_survival_is_the_published_one_through_every_step(
    home: Home, marts: duckdb.DuckDBPyConnection
) -> None:
    """A course ends with the last visit made; those who made the last one of all are still under way."""
    states = marts.execute(
        "select state, sessions_attended, count(*) from marts.fct_episodes "
        "where clinic_id = 'beat_the_blues' group by 1, 2 order by 2"
    ).fetchall()
    assert states == [
        ("dropped_out", 1, 3),
        ("dropped_out", 2, 24),
        ("dropped_out", 3, 15),
        ("dropped_out", 4, 6),
        ("open", 5, 52),
    ]
    curve = duckdb.sql(
        "select session_number, survival_km, survival_km_lower, survival_km_upper "
        f"from '{home.inference}/retention_curves.parquet' "
        "where clinic_id = 'beat_the_blues' and definition_id = 'official' and session_number > 1 order by 1"
    ).fetchall()
    published = ((0.97, 0.017059), (0.73, 0.044396), (0.58, 0.049356), (0.52, 0.049960))
    assert len(curve) == len(published)
    for (_, survival, lower, upper), (stays, error) in zip(curve, published, strict=True):
        assert survival == pytest.approx(stays, abs=1e-12)
        width = 1.959964 * error / (stays * np.log(stays))
        assert (lower, upper) == pytest.approx((stays ** np.exp(-width), stays ** np.exp(width)), abs=1e-5)
