"""The invented clinic's marts against the same numbers computed again without SQL."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

import invented_clinic
import numpy as np
import pytest
import recomputed
from built_homes import WEEK, Built
from landed import Row
from registered import SCALES

from ingest.canonical import Feed

WEEK_END = WEEK.end
MAIN_OUTCOMES = [scale for scale in SCALES if scale.construct == "outcome" and scale.scale_id != "youth"]
UNTIL = "select appointments_until from marts.dim_clinics where clinic_id = 'north'"


@pytest.fixture(scope="module")
def sent() -> dict[Feed, list[Row]]:
    """What stands of each feed."""
    deliveries = invented_clinic.deliveries()
    return {feed: recomputed.current_rows(deliveries, feed) for feed in Feed}


@pytest.fixture(scope="module")
def episodes(sent: dict[Feed, list[Row]]) -> dict[int, Row]:
    """Started episodes, without ends that lie after the week."""
    found = {}
    for row in sent[Feed.EPISODES]:
        if row["start_date"] < WEEK_END.date():
            is_later = row["end_date"] is not None and row["end_date"] >= WEEK_END.date()
            found[row["episode_key"]] = row | ({"end_date": None, "end_reason": None} if is_later else {})
    return found


@pytest.fixture(scope="module")
def attended(sent: dict[Feed, list[Row]]) -> dict[int, list[Row]]:
    """Sessions of each episode."""
    return recomputed.sessions(sent[Feed.APPOINTMENTS], WEEK_END)


@pytest.fixture(scope="module")
def forms(sent: dict[Feed, list[Row]]) -> list[Row]:
    """Forms of the weeks that count."""
    return [row for row in sent[Feed.RESPONSES] if row["completed_at"] < WEEK_END]


def test_scores_and_sessions_of_every_form(
    whole: Built, forms: list[Row], episodes: dict[int, Row], attended: dict[int, list[Row]]
) -> None:
    expected = {}
    for form in forms:
        if form["episode_key"] in episodes:
            number, link = recomputed.session_of(form, attended.get(form["episode_key"], []))
            for scale in SCALES:
                if scale.instrument == form["instrument_id"]:
                    expected[form["response_key"], scale.scale_id] = (
                        recomputed.score(scale, form),
                        number,
                        link,
                    )
    found = {
        (key, scale): (score, number, link)
        for key, scale, score, number, link in whole.query(
            "select response_key, scale_id, score, session_number, session_link "
            "from marts.fct_scores where clinic_id = 'north'"
        )
    }
    assert len(found) > 1000
    assert Counter(link for _, _, link in found.values()).keys() == {
        "appointment",
        "same_day",
        "last_attended",
        "before_first",
    }
    assert found.keys() == expected.keys()
    for key, (score, number, link) in expected.items():
        assert found[key][1:] == (number, link)
        assert found[key][0] == (pytest.approx(score, abs=1e-9) if score is not None else None)


def test_totals_as_sent_and_scores_at_the_ceiling(
    whole: Built, forms: list[Row], episodes: dict[int, Row]
) -> None:
    """A total is compared where items came too; the scale's maximum is its ceiling, whichever way it runs."""
    expected = {}
    for form in forms:
        for scale in SCALES:
            if scale.instrument != form["instrument_id"] or form["episode_key"] not in episodes:
                continue
            score, total = recomputed.score(scale, form), form["declared_total"]
            is_compared = None not in (form["items"], score, total) and scale.is_main
            expected[form["response_key"], scale.scale_id] = (
                None if score is None else score >= scale.bounds()[1],
                abs(score - total) < 5e-7 if is_compared else None,
            )
    found = {
        (key, scale): (at_ceiling, matches)
        for key, scale, at_ceiling, matches in whole.query(
            "select response_key, scale_id, is_at_ceiling, declared_matches "
            "from marts.fct_scores where clinic_id = 'north'"
        )
    }
    assert {at_ceiling for at_ceiling, _ in found.values()} == {True, False, None}
    assert {matches for _, matches in found.values()} >= {False, None}
    assert found == expected


def test_states_and_attendance_of_every_episode(
    whole: Built, sent: dict[Feed, list[Row]], episodes: dict[int, Row], attended: dict[int, list[Row]]
) -> None:
    (until,) = whole.one(UNTIL)
    assert isinstance(until, dt.date)
    past = [row for row in sent[Feed.APPOINTMENTS] if row["scheduled_at"] < WEEK_END]
    assert until == max(row["scheduled_at"].date() for row in past if row["status"] != "scheduled")
    statuses: dict[int, Counter[str]] = defaultdict(Counter)
    for row in past:
        statuses[row["episode_key"]][row["status"]] += 1
    expected = {}
    for key, row in episodes.items():
        count = statuses[key]
        expected[key] = (
            *recomputed.state_of(row, attended.get(key, []), until),
            count.total(),
            len(attended.get(key, [])),
            count["no_show"],
            count["cancelled_by_client"] + count["cancelled_by_clinic"],
        )
    found = {
        row[0]: row[1:]
        for row in whole.query(
            "select episode_key, state, state_basis, appointments_booked, sessions_attended, "
            "no_shows, cancellations "
            "from marts.fct_episodes where clinic_id = 'north'"
        )
    }
    assert {state for state, *_ in found.values()} == {"open", "completed", "dropped_out", "other_ending"}
    assert found == expected


def test_first_and_last_scores_and_what_the_change_is_called(
    whole: Built, forms: list[Row], episodes: dict[int, Row]
) -> None:
    expected = {}
    for scale in MAIN_OUTCOMES:
        for key, readings in recomputed.windowed(forms, episodes, scale).items():
            expected[key] = pair_of(readings, scale)
    found = {
        row[:3]: row[3:]
        for row in whole.query(
            "select episode_key, scale_id, respondent, first_score, last_score, score_count, "
            "improvement, reliable_change "
            "from marts.fct_outcomes where clinic_id = 'north'"
        )
    }
    assert found.keys() == expected.keys()
    assert {row[4] for row in found.values()} == {"improved", "unchanged", "deteriorated", None}
    for key, pair in expected.items():
        assert found[key][4] == pair[4], key
        assert found[key][:4] == tuple(
            pytest.approx(x, abs=1e-9) if x is not None else None for x in pair[:4]
        )


def pair_of(readings: list[tuple[dt.datetime, int, float]], scale: Any) -> tuple[Any, ...]:
    """First and last score, their number, the improvement, and its class."""
    first, last = readings[0][2], readings[-1][2]
    if len(readings) == 1:
        return first, None, 1, None, None
    improvement = (last - first) * (1 if scale.higher_is == "better" else -1)
    rounded = round(improvement, 6)
    strict = scale.reliable_change_operator == ">"
    reached = (
        (lambda points: points > scale.reliable_change)
        if strict
        else (lambda points: points >= scale.reliable_change)
    )
    called = "improved" if reached(rounded) else "deteriorated" if reached(-rounded) else "unchanged"
    return first, last, len(readings), improvement, called


def test_alliance_ruptures_by_the_larger_spread(
    whole: Built, forms: list[Row], episodes: dict[int, Row]
) -> None:
    scale = recomputed.scale_called("srs")
    series = recomputed.windowed(forms, episodes, scale)
    of_client: dict[int, list[float]] = defaultdict(list)
    for (episode, _, _), readings in series.items():
        of_client[episodes[episode]["client_key"]] += [score for _, _, score in readings]
    several = [np.array(scores) for scores in of_client.values() if len(scores) > 1]
    within = np.sqrt(sum(((x - x.mean()) ** 2).sum() for x in several) / sum(len(x) - 1 for x in several))
    between = np.std([x.mean() for x in several], ddof=1)
    criterion = max(within, between)
    found = {
        row[0]: row[1:]
        for row in whole.query(
            "select episode_key, score_count, baseline, last, minimum, mean, largest_drop, "
            "rupture_count, repair_count, "
            "criterion_points from marts.fct_alliance where clinic_id = 'north' and scale_id = 'srs'"
        )
    }
    assert len(found) == len(series) > 20
    counted = 0
    for (episode, _, _), readings in series.items():
        scores = np.array([score for _, _, score in readings])
        falls = -np.diff(scores)
        row = found[episode]
        assert row[:5] == pytest.approx((len(scores), scores[0], scores[-1], scores.min(), scores.mean()))
        assert row[5] == (pytest.approx(max(falls.max(), 0)) if len(scores) > 1 else None)
        assert row[8] == pytest.approx(criterion, abs=1e-5)
        if len(scores) < 4:
            assert row[6:8] == (None, None)
            continue
        ruptures = [place for place, fall in enumerate(falls) if fall >= criterion]
        repaired = [
            place
            for place in ruptures
            if max(scores[place + 2 : place + 5], default=-1) >= scores[place] - within
        ]
        assert row[6:8] == (len(ruptures), len(repaired))
        counted += len(ruptures)
    assert counted > 0


def test_slopes_agree_with_least_squares(whole: Built) -> None:
    points = defaultdict(list)
    for episode, number, score in whole.query(
        "select episode_key, session_number, score from intermediate.int_alliance_sequenced "
        "where clinic_id = 'north' and scale_id = 'srs'"
    ):
        points[episode].append((number, score))
    slopes = dict(
        whole.query(
            "select episode_key, slope_per_session from marts.fct_alliance where clinic_id = 'north' "
            "and scale_id = 'srs'"
        )
    )
    checked = 0
    for episode, pairs in points.items():
        numbers = [number for number, _ in pairs]
        if len(set(numbers)) > 1:
            assert slopes[episode] == pytest.approx(np.polyfit(*zip(*pairs, strict=True), 1)[0], abs=1e-9)
            checked += 1
        else:
            assert slopes[episode] is None
    assert checked > 20


def test_the_retention_clock(whole: Built, episodes: dict[int, Row], attended: dict[int, list[Row]]) -> None:
    (until,) = whole.one(UNTIL)
    assert isinstance(until, dt.date)
    leaving: Counter[tuple[int, str]] = Counter()
    for key, row in episodes.items():
        count = len(attended.get(key, []))
        if count:
            state, _ = recomputed.state_of(row, attended[key], until)
            event = {"open": "censored", "other_ending": "other"}.get(state, state)
            leaving[count + (state != "open"), event] += 1
    rows = whole.query(
        "select session_number, at_risk, dropped_out, completed, other, censored from "
        "intermediate.int_retention_counts "
        "where clinic_id = 'north' and definition_id = 'official' order by 1"
    )
    events = ("dropped_out", "completed", "other", "censored")
    at_risk = leaving.total()
    for session, found_at_risk, *found in rows:
        assert found == [leaving[session, event] for event in events]  # type: ignore[index]
        assert found_at_risk == at_risk
        at_risk -= sum(leaving[session, event] for event in events)  # type: ignore[index]
    assert at_risk == 0


def test_retention_over_all_clinics_is_the_sum_of_the_clinics(whole: Built) -> None:
    assert (
        whole.query(
            """
        select definition_id, session_number from (
            select definition_id, session_number, sum(dropped_out) as d, sum(completed) as c, sum(other) as o,
                sum(censored) as z
            from intermediate.int_retention_counts where clinic_id <> 'all' group by all
        ) as clinics
        join intermediate.int_retention_counts as network using (definition_id, session_number)
        where network.clinic_id = 'all' and (d, c, o, z) <> (dropped_out, completed, other, censored)
        """
        )
        == []
    )


def test_expected_forms_and_their_share(
    whole: Built, forms: list[Row], episodes: dict[int, Row], attended: dict[int, list[Row]]
) -> None:
    order = ("received", "late", "partial", "declined", "missing")
    arrived = defaultdict(list)
    for form in forms:
        rows = attended.get(form["episode_key"], [])
        number, _ = recomputed.session_of(form, rows)
        scale = (
            next(s for s in SCALES if s.scale_id == form["instrument_id"])
            if form["instrument_id"] != "provisional"
            else None
        )
        assert scale is not None
        session_on = rows[number - 1]["scheduled_at"].date() if number else None
        if form["items"] is None and form["declared_total"] is None:
            state = "declined"
        elif recomputed.score(scale, form) is None:
            state = "partial"
        else:
            state = "late" if session_on and form["completed_at"].date() > session_on else "received"
        arrived[form["episode_key"], form["instrument_id"], number].append(state)
    expected = {}
    for key in episodes:
        for number in range(len(attended.get(key, [])) + 1):
            for instrument, _, every, at in invented_clinic.PROTOCOL:
                if (every and number > 0) or number in at:
                    states = arrived.get((key, instrument, number), ["missing"])
                    expected[key, instrument, number] = min(states, key=order.index)
    found = {
        row[:3]: row[3]
        for row in whole.query(
            "select episode_key, instrument_id, session_number, state from marts.fct_expected_forms "
            "where clinic_id = 'north'"
        )
    }
    assert set(found.values()) == set(order)
    assert found == expected


def test_sufficient_statistics_of_therapists_give_back_mean_and_variance(whole: Built) -> None:
    scores = defaultdict(list)
    for therapist, client, score in whole.query(
        "select therapist_key, client_key, score from marts.fct_scores "
        "where scale_id = 'care' and respondent = 'client' and score is not null and therapist_key "
        "is not null"
    ):
        scores[therapist, client].append(score)
    rows = whole.query(
        "select therapist_key, client_key, form_count, mean_score, squares_within from "
        "intermediate.int_therapist_forms "
        "where scale_id = 'care'"
    )
    assert len(rows) == len(scores) > 20
    for therapist, client, count, mean, squares in rows:
        values = np.array(scores[therapist, client])
        assert count == len(values)
        assert mean == pytest.approx(values.mean())
        assert squares == pytest.approx(((values - values.mean()) ** 2).sum(), abs=1e-9)
