"""One simulated clinic's marts, worked out again from its files alone, without any of Rapport's code."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from raw_files import Course, courses, in_period, latest_appointment, rank, state
from small_network import RunHome

from warehouse.published import open_published

UNTIL = dt.datetime(2025, 3, 31)  # noqa: DTZ001 - clinical times are naive
CHANGE = {"phq9": 6, "gad7": 4}
CASE = {"phq9": 10, "gad7": 8}


@pytest.fixture(scope="module")
def inbox(run_home: RunHome) -> Path:
    """The files of the clinic that exports as a British practice system does."""
    (found,) = {file.parent for file in run_home.home.inbox.glob("*/appointments_*.csv")}
    return found


@pytest.fixture(scope="module")
def told(inbox: Path) -> dict[str, Course]:
    return courses(inbox, UNTIL)


@pytest.fixture(scope="module")
def published(run_home: RunHome) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(run_home.home) as connection:
        yield connection


def rows(published: duckdb.DuckDBPyConnection, inbox: Path, sql: str) -> list[tuple[object, ...]]:
    return rank(published.execute(sql, [inbox.name]).fetchall())


def test_states_sessions_and_what_was_missed(
    published: duckdb.DuckDBPyConnection, inbox: Path, told: dict[str, Course]
) -> None:
    reach = latest_appointment(inbox, UNTIL)
    expected = [
        (
            state(course, reach),
            len(course.sessions),
            course.missed["no_show"],
            course.missed["by_client"],
            course.missed["by_clinic"],
            course.sessions[0][0].date() if course.sessions else None,
            course.sessions[-1][0].date() if course.sessions else None,
        )
        for course in told.values()
    ]
    assert len(expected) > 10
    assert rows(
        published,
        inbox,
        "select state, sessions_attended, no_shows, cancellations_by_client, cancellations_by_clinic, "
        "first_attended_on, last_attended_on from marts.fct_episodes where clinic_id = ?",
    ) == rank(expected)


@pytest.mark.parametrize("scale", ["phq9", "gad7"])
def test_first_and_last_scores_and_reliable_change(
    published: duckdb.DuckDBPyConnection, inbox: Path, told: dict[str, Course], scale: str
) -> None:
    expected = []
    for course in told.values():
        scores = in_period(course, scale)
        if not scores:
            continue
        first, last = scores[0], scores[-1] if len(scores) > 1 else None
        change = None if last is None else last - first
        called = None
        if change is not None:
            called = (
                "improved"
                if change <= -CHANGE[scale]
                else "deteriorated"
                if change >= CHANGE[scale]
                else "unchanged"
            )
            if called == "improved" and first >= CASE[scale] > last:
                called = "recovered"
        expected.append((first, last, len(scores), change, first >= CASE[scale], called))
    assert sum(pair[1] is not None for pair in expected) > 5
    assert rows(
        published,
        inbox,
        "select first_score, last_score, score_count, change, is_case_first, clinical_change "
        f"from marts.fct_outcomes where clinic_id = ? and scale_id = '{scale}'",
    ) == rank(expected)


def test_alliance_levels_and_ruptures(
    published: duckdb.DuckDBPyConnection, inbox: Path, told: dict[str, Course]
) -> None:
    criterion, within = published.execute(
        "select any_value(criterion_points), "
        "any_value(regexp_extract(criterion, 'within clients ([0-9.]+)', 1)::double) "
        "from marts.fct_alliance where scale_id = 'srs' and criterion is not null"
    ).fetchall()[0]
    expected = []
    for course in told.values():
        scores = in_period(course, "srs")
        if not scores:
            continue
        falls = [before - after for before, after in pairwise(scores)]
        ruptures = [place for place, fall in enumerate(falls) if fall >= criterion]
        repaired = [
            place
            for place in ruptures
            if max(scores[place + 2 : place + 5], default=-1.0) >= scores[place] - within - 0.005
        ]
        is_judged = len(scores) >= 4
        expected.append(
            (
                len(scores),
                scores[0],
                scores[-1],
                min(scores),
                round(sum(scores) / len(scores), 6),
                round(max([*falls, 0.0]), 6) if falls else None,
                len(ruptures) if is_judged else None,
                len(repaired) if is_judged else None,
            )
        )
    assert len(expected) > 10
    assert rows(
        published,
        inbox,
        "select score_count, baseline, last, minimum, round(mean, 6), round(largest_drop, 6), rupture_count, "
        "repair_count from marts.fct_alliance where clinic_id = ? and scale_id = 'srs'",
    ) == rank(expected)


def test_raw_means_of_empathy(
    published: duckdb.DuckDBPyConnection, inbox: Path, told: dict[str, Course]
) -> None:
    forms: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for course in told.values():
        if course.therapist:
            forms[course.therapist] += [(course.client, value) for _, _, value in course.forms["care"]]
    expected = [
        (
            len({client for client, _ in of_therapist}),
            len(of_therapist),
            round(sum(value for _, value in of_therapist) / len(of_therapist), 6),
        )
        for of_therapist in forms.values()
        if of_therapist
    ]
    assert expected
    assert rows(
        published,
        inbox,
        "select client_count, response_count, round(raw_mean, 6) from marts.therapist_empathy "
        "where clinic_id = ? and scale_id = 'care'",
    ) == rank(expected)


def test_incidence_of_dropout_and_completion_by_session(
    published: duckdb.DuckDBPyConnection, inbox: Path, told: dict[str, Course]
) -> None:
    """Aalen-Johansen and Kaplan-Meier, step by step, from who leaves when."""
    reach = latest_appointment(inbox, UNTIL)
    leaving: Counter[tuple[int, str]] = Counter()
    for course in told.values():
        if course.sessions:
            event = state(course, reach)
            leaving[len(course.sessions) + (event != "open"), event] += 1
    there, survival, alone = leaving.total(), 1.0, 1.0
    incidence: dict[str, float] = defaultdict(float)
    expected = []
    for session in range(1, max(step for step, _ in leaving) + 1):
        ended = {name: leaving[session, name] for name in ("dropped_out", "completed", "other_ending")}
        for name, number in ended.items():
            incidence[name] += survival * number / there
        alone *= 1 - ended["dropped_out"] / there
        survival *= 1 - sum(ended.values()) / there
        estimates = (survival, incidence["dropped_out"], incidence["completed"], alone)
        expected.append((session, there, *estimates))
        there -= sum(ended.values()) + leaving[session, "open"]
    found = published.execute(
        "select session_number, at_risk, survival_all, cif_dropout, cif_completed, survival_km "
        "from marts.retention_curves where clinic_id = ? and definition_id = 'official' order by 1",
        [inbox.name],
    ).fetchall()
    assert len(found) == len(expected) > 5
    for row, figures in zip(found, expected, strict=True):
        assert row == pytest.approx(figures, abs=1e-12)
