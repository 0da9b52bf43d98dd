"""Charts are valid vega-lite, stand alone as SVG, and write what they are given and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from reports.charts.change import ChangeLabels, Pairs, change_chart, division_chart
from reports.charts.drawing import spread, without_schema_checks, wrapped
from reports.charts.intervals import IntervalRow, interval_chart, progress_chart, trend_chart
from reports.charts.retention import CURVE_COLOURS, Line, retention_chart
from reports.charts.trajectory import Point, TrajectoryLabels, trajectory_chart
from reports.design.palette import CHART
from reports.shares import Estimate

AWKWARD = "<script>alert('x')</script> & \"v1.23456\""


def retention(label: str = "Stopped") -> str:
    steps = tuple((session, 0.03 * session) for session in range(1, 13))
    line = Line(label, CURVE_COLOURS["dropped_out"], steps, tuple((s, v * 0.8, v * 1.2) for s, v in steps))
    return retention_chart(
        [line, Line("Network", CURVE_COLOURS["network"], steps, is_dashed=True)], "Session"
    )


def trajectory(label: str = "This clinic") -> str:
    own = [Point(session, 30.0, 34.0, 32.0 + session / 10) for session in range(1, 9)]
    band = [Point(session, 28.0, 38.0) for session in range(1, 7)]
    labels = TrajectoryLabels("Session", label, "Network", "low below 36")
    return trajectory_chart(own, band, 36, (0, 40), labels)


def change(label: str = "improved") -> str:
    pairs = [Pairs(20, 8, 3, "improved"), Pairs(12, 12, 1, "unchanged"), Pairs(5, 15, 2, "deteriorated")]
    labels = ChangeLabels("First", "Last", label, "deteriorated")
    return change_chart([*pairs, Pairs(10, 9, 1, "unknown")], (0, 27), 6, False, labels)


def intervals(label: str = "North") -> str:
    rows = [
        IntervalRow(label, Estimate(0.2, 0.15, 0.27)),
        IntervalRow("Harbour", Estimate(0.4, 0.33, 0.47), is_outside=True),
        IntervalRow("Quay", None, "withheld"),
    ]
    return interval_chart(rows, 0.25, "network 25 %")


def progress(label: str = "Therapist 1") -> str:
    return progress_chart([(label, 12), ("Therapist 2", 0)], 39, "needed: about 39")


def trend(label: str = "Q1") -> str:
    return trend_chart([(label, Estimate(0.2, 0.1, 0.3)), ("Q2", Estimate(0.25, 0.15, 0.35))])


def division(label: str = "") -> str:
    return division_chart([("improved", 12), ("unchanged", 20), ("deteriorated", 0), ("unknown", 8)])


EVERY: list[Callable[..., str]] = [retention, trajectory, change, intervals, progress, trend, division]


def texts_of(svg: str) -> list[str]:
    return ["".join(e.itertext()) for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("}text")]


@pytest.mark.parametrize("chart", EVERY)
def test_a_drawing_is_whole_and_stands_alone(chart: Callable[..., str]) -> None:
    svg = chart()  # with altair's schema checks on: a wrong part would raise
    root = ElementTree.fromstring(svg)
    assert root.attrib["aria-hidden"] == "true"
    assert len(list(root.iter())) > 5
    assert not re.search(r"\bid=|href|url\(|<script|<style|<image", svg)
    assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]


@pytest.mark.parametrize("chart", EVERY)
def test_a_drawing_uses_only_colours_that_follow_the_scheme(chart: Callable[..., str]) -> None:
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]+)"', chart()))
    assert used <= {colour.light for colour in CHART}


@pytest.mark.parametrize("chart", EVERY)
def test_drawn_twice_a_chart_is_the_same(chart: Callable[..., str]) -> None:
    with without_schema_checks():
        assert chart() == chart()


@pytest.mark.parametrize("chart", [retention, trajectory, change, intervals, progress])
def test_labels_are_escaped_and_otherwise_untouched(chart: Callable[..., str]) -> None:
    svg = chart(AWKWARD)
    assert "<script" not in svg
    shown = " ".join(texts_of(svg))
    assert "<script>" in shown  # as text
    assert "1.2345" in shown or "…" in shown


def test_rows_stand_in_the_order_given() -> None:
    shown = [text for text in texts_of(intervals()) if text in ("North", "Harbour", "Quay", "withheld")]
    assert shown[:3] == ["North", "Harbour", "Quay"]
    assert "withheld" in shown


def test_with_nothing_to_show_a_chart_still_says_for_whom() -> None:
    svg = interval_chart([IntervalRow("Quay", None, "withheld")], None, "")
    assert {"Quay", "withheld"} <= set(texts_of(svg))


@pytest.mark.parametrize(
    "positions", [[0.5, 0.5, 0.5], [0.0, 0.01, 0.02], [0.99, 1.0, 0.98], [0.2, 0.8, 0.21]]
)
def test_end_labels_dont_overlap_and_keep_their_order(positions: list[float]) -> None:
    placed = spread(positions, 0.0, 1.0, height=230)
    ordered = sorted(placed)
    assert min(b - a for a, b in pairwise(ordered)) > 0.12
    assert ordered[-1] <= 1.0 + 1e-9
    for one in range(3):
        for other in range(3):
            if positions[one] < positions[other]:
                assert placed[one] < placed[other]


def test_long_names_stand_on_two_lines_and_what_is_left_is_cut() -> None:
    assert wrapped("Quay Practice") == "Quay Practice"
    assert wrapped("Harbour Psychological Therapies") == "Harbour Psychological\nTherapies"
    assert wrapped("W" * 100) == "W" * 22 + "\n…"


def test_names_that_begin_alike_can_be_told_apart() -> None:
    rows = [IntervalRow(f"Simulated clinic {name}", None, "withheld") for name in ("Thornbeck", "Ulmenried")]
    shown = " ".join(texts_of(interval_chart(rows, None, "")))
    assert "Thornbeck" in shown
    assert "Ulmenried" in shown


def test_a_curve_without_intervals_has_no_band() -> None:
    steps = ((1, 0.0), (2, 0.0), (3, 0.1))
    bare = retention_chart([Line("Stopped", CURVE_COLOURS["dropped_out"], steps)], "Session")
    assert 'opacity="0.16"' in retention()
    assert 'opacity="0.16"' not in bare
