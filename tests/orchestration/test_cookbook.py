"""The cookbook's queries, each run on the published file of a simulated home, and its answers' columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from small_network import RunHome

from warehouse.published import open_published

PAGE = Path(__file__).parents[2] / "docs" / "cookbook.md"
RECIPE = re.compile(
    r"^### (\d+)\. ([^\n]+)\n(.*?)```sql\n(.+?);\n```\n\n((?:\|[^\n]*\n)+)", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Recipe:
    """One question: its number, its SQL, the columns and rows shown beneath."""

    number: int
    question: str
    sql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])


def recipes() -> Iterator[Recipe]:
    text = PAGE.read_text(encoding="utf-8")
    for number, question, _, sql, table in RECIPE.findall(text):
        header, _, *rows = table.splitlines()
        yield Recipe(int(number), question, sql, cells(header), tuple(map(cells, rows)))


RECIPES = tuple(recipes())


@pytest.fixture(scope="module")
def published(run_home: RunHome) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(run_home.home) as connection:
        yield connection


def test_there_are_at_least_thirty_questions_numbered_one_by_one() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [recipe.number for recipe in RECIPES] == list(range(1, text.count("```sql") + 1))
    assert len(RECIPES) >= 30
    assert len({recipe.question for recipe in RECIPES}) == len(RECIPES)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: str(recipe.number))
def test_a_query_answers_its_question(published: duckdb.DuckDBPyConnection, recipe: Recipe) -> None:
    found = published.sql(recipe.sql)
    assert tuple(found.columns) == recipe.columns
    rows = found.fetchall()
    assert rows, recipe.question
    assert len(set(rows)) == len(rows), "an answer repeats itself"


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: str(recipe.number))
def test_what_is_shown_fits_its_columns_and_has_an_order(recipe: Recipe) -> None:
    assert recipe.rows
    assert all(len(row) == len(recipe.columns) for row in recipe.rows)
    assert "order by" in recipe.sql
