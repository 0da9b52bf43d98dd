"""Every reported number has an id that leads back to the published file, and the file still gives it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest
from page_reading import Page
from published_fixture import write_published_file
from rendered_week import WEEK

from ingest.home import Home
from reports.numbers.explaining import Explanation, UnknownNumber, explain
from reports.numbers.ids import NotANumberId, NumberId, number_id
from reports.numbers.traced import Answer, rows_of_answer
from reports.render import render
from reports.words.told import Spot, Unit
from warehouse.week import Week

RATE = "north/2026-W46/retention.dropout_rate/rolling_12_months"
ID = re.compile(r"[a-z0-9_]+/\d{4}-W\d{2}/[a-z0-9_.]+(/[A-Za-z0-9_.~-]+)?(:\d+)?")

NO_ORIGIN = re.compile(
    r"column-session|\d+ sessions or more|days have passed|took place|needs at least|it takes|fewer than|"
    r"reliability reaches|days unless|After \d+ days|to draw a line|"
    r"nobody came for|By session|at session|from session|is below|"
    r"only once at least|don’t use this scale|clinics that could be compared|kinds? of gap"
)
"""Sentences whose plain numbers are limits, sessions, or numbers of clinics and of sentences."""


def listed(home: Home, audience: str) -> list[dict[str, object]]:
    path = home.reports / "2026-W46" / audience / "numbers.json"
    numbers: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))["numbers"]
    return numbers


@pytest.fixture(scope="module")
def rate(usual_home: Home, usual: dict[str, Page]) -> Explanation:
    return explain(usual_home, RATE)


def test_every_number_in_a_column_of_numbers_has_an_id(usual: dict[str, Page]) -> None:
    for audience, page in usual.items():
        cells = [e for e in page.root.every() if e.tag == "td" and "number" in e.attributes.get("class", "")]
        shown = [number for cell in cells for number in cell.all("data")]
        without = [n.text for n in shown if "title" not in n.attributes and n.attributes["value"] != "0"]
        assert shown, audience
        assert without == [], audience


def test_a_number_without_an_id_is_a_limit_or_a_position(usual: dict[str, Page]) -> None:
    for audience, page in usual.items():
        for element in page.root.every():
            if element.tag in ("p", "figcaption") or (element.tag == "li" and not element.all("p")):
                plain = [n for n in element.all("data") if "title" not in n.attributes]
                if any(n.attributes["value"] != "0" for n in plain):
                    assert NO_ORIGIN.search(element.text), f"{audience}: {element.text}"


def test_ids_are_of_the_page_and_mean_one_number(usual: dict[str, Page], usual_home: Home) -> None:
    for audience, page in usual.items():
        values: dict[str, set[str]] = {}
        for number in page.root.all("data"):
            if "title" in number.attributes:
                told = f"{number.attributes['value']}{number.attributes.get('data-sign', '')}"
                values.setdefault(number.attributes["title"], set()).add(told)
        assert all(ID.fullmatch(name) and name.startswith(f"{audience}/2026-W46/") for name in values)
        assert [name for name, found in values.items() if len(found) > 1] == []
        assert sorted(values) == sorted(str(entry["id"]) for entry in listed(usual_home, audience))


def test_no_number_is_marked_inside_an_attribute_or_a_drawing(usual: dict[str, Page]) -> None:
    for page in usual.values():
        assert not re.search(r"[\x01-\x05]", page.source)
        assert not re.search(r"<svg(?:(?!</svg>).)*<data", page.source, re.DOTALL)


def test_a_listed_number_says_where_it_stands(usual_home: Home, usual: dict[str, Page]) -> None:
    entry = next(entry for entry in listed(usual_home, "north") if entry["id"] == RATE)
    assert entry["where"] == ["This week in a few sentences"]
    assert str(entry["text"]) in str(entry["sentence"])
    assert entry["unit"] == "share"


def test_values_are_no_more_precise_than_the_page(usual_home: Home, usual: dict[str, Page]) -> None:
    for entry in listed(usual_home, "network"):
        if entry["unit"] in ("share", "percent"):
            assert entry["value"] == round(float(str(entry["value"])), 2)


def test_a_number_is_explained_down_to_rows_and_deliveries(rate: Explanation) -> None:
    assert rate.agrees, rate.why_not
    (query,) = rate.queries
    assert query.query == "measures/retention.sql"
    assert re.fullmatch(r"[0-9a-f]{64}", query.sha256)
    assert query.about.startswith("One row per clinic")
    assert query.columns == ("clinic_id", "cohort", "dropout_rate")
    assert [row[:2] for row in query.rows] == [("north", "rolling_12_months")]
    (table,) = rate.tables
    assert table.name == "marts.retention_summary"
    assert table.lineage.sources[0].path == "warehouse/inference/retention.py"
    assert rate.clinics == ("north",)
    assert set(rate.feeds) >= {"episodes", "appointments"}
    assert rate.deliveries
    assert {delivery.clinic_id for delivery in rate.deliveries} == {"north"}
    assert rate.run.code_version


def test_its_sql_gives_the_same_row_in_any_client(usual_home: Home, rate: Explanation) -> None:
    (query,) = rate.queries
    with duckdb.connect() as connection:
        connection.execute(f"attach '{usual_home.published_file}' as rapport (read_only)")
        connection.execute("use rapport")
        assert [tuple(row) for row in connection.execute(query.recompute).fetchall()] == list(query.rows)


def test_numbers_of_each_query_of_a_network_page_agree(usual_home: Home, usual: dict[str, Page]) -> None:
    """Of each the first and the last: explaining lays the whole page out again, so all would take minutes."""
    of_queries: dict[str, list[str]] = {}
    for entry in listed(usual_home, "network"):
        name = str(entry["id"])
        of_queries.setdefault(name.split("/")[2].split(".")[0], []).append(name)
    assert {"network_comparison", "network_benchmark"} < set(of_queries)
    for ids in of_queries.values():
        for name in (ids[0], ids[-1]):
            told = explain(usual_home, name)
            assert told.agrees, (name, told.why_not)
            assert told.queries


def test_a_number_over_clinics_names_those_that_it_is_made_of(
    usual_home: Home, usual: dict[str, Page]
) -> None:
    told = explain(usual_home, "network/2026-W46/network_comparison.centre/dropout.all")
    assert told.agrees


def test_a_changed_file_no_longer_agrees(usual_home: Home, usual: dict[str, Page], tmp_path: Path) -> None:
    home = Home(tmp_path)
    shutil.copytree(usual_home.reports, home.reports)
    home.published.mkdir()
    shutil.copy(usual_home.published_file, home.published_file)
    with duckdb.connect(str(home.published_file)) as connection:
        connection.execute("update marts.retention_summary set dropout_rate = dropout_rate + 0.1")
    told = explain(home, RATE)
    assert not told.agrees
    assert re.fullmatch(r"reported was \d+\s%, the published file gives \d+\s%", told.why_not)


def test_a_number_of_another_week_cant_be_worked_out_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    write_published_file(home.published_file)
    render(home, WEEK, ["north"])
    with duckdb.connect(str(home.published_file)) as connection:
        connection.execute("update meta.runs set week = '2026-W47' where week = '2026-W46'")
    told = explain(home, RATE)
    assert not told.agrees
    assert "rapport run --week 2026-W46" in told.why_not
    assert Week.parse("2026-W47")


@pytest.mark.parametrize(
    "text", ["", "north", "north/2026-W46", "../etc/2026-W46/a.b", "north/2026-W46/a.b/../c"]
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(NotANumberId, match="isn't the id of a number"):
        NumberId.parse(text)


def test_an_unknown_number_is_refused(usual_home: Home, usual: dict[str, Page]) -> None:
    with pytest.raises(UnknownNumber, match="lists no such number"):
        explain(usual_home, "north/2026-W46/retention.nonsense")
    with pytest.raises(UnknownNumber, match="no such report"):
        explain(usual_home, "nobody/2026-W46/retention.dropout_rate")


def spot_of(value: object, role: str = "") -> Spot:
    return Spot("1", 1, Unit.COUNT, value, role)


def test_ids_name_query_column_and_key() -> None:
    answer = Answer(
        Path("reports/measures/things.sql"),
        "",
        ("clinic_id", "session_number", "odd", "n", "k"),
        (("north", 1, "a b", 5, 2), ("north", 2, "a b", 6, 3), ("south", 1, None, 7, 4)),
    )
    one, two, other = rows_of_answer(answer)
    assert number_id(spot_of(one["n"]), "north", "2026-W46") == "north/2026-W46/things.n/session_1"
    assert number_id(spot_of(one["n"]), "network", "2026-W46") == "network/2026-W46/things.n/north.session_1"
    assert number_id(spot_of(one["n"] / one["k"], "upper"), "north", "2026-W46") == (
        "north/2026-W46/things.n.k.upper/session_1"
    )
    assert number_id(spot_of(one["n"] + two["n"]), "north", "2026-W46") == "north/2026-W46/things.n"
    assert number_id(spot_of(one["n"] + other["n"]), "network", "2026-W46") == (
        "network/2026-W46/things.n/all.session_1"
    )
    assert number_id(spot_of(one["session_number"]), "north", "2026-W46") is None
    assert number_id(spot_of(5), "north", "2026-W46") is None
