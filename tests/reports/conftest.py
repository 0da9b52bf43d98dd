"""Homes with a published file of an invented network, rendered once for all tests of reports.

Belongs here: fixtures that several of these tests share. Doesn't: the file's rows (`published_fixture`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from page_reading import Page
from published_fixture import State, first_week, write_published_file
from rendered_week import rendered_pages

from ingest.home import Home


@pytest.fixture(scope="session")
def usual_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Seven clinics: five usual ones, one without appointment data, one with six courses."""
    home = Home(tmp_path_factory.mktemp("usual"))
    write_published_file(home.published_file)
    return home


@pytest.fixture(scope="session")
def usual(usual_home: Home) -> dict[str, Page]:
    """The pages of the usual network."""
    return rendered_pages(usual_home)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The pages of one clinic's first week: five courses, no form."""
    home = Home(tmp_path_factory.mktemp("first"))
    write_published_file(home.published_file, first_week())
    return rendered_pages(home)


@pytest.fixture
def pages_of(tmp_path: Path) -> Callable[..., dict[str, Page]]:
    """Write a published file in a given state, change it as wanted, and return its pages."""

    def pages(state: State, *statements: str, audiences: list[str] | None = None) -> dict[str, Page]:
        import duckdb

        home = Home(tmp_path)
        write_published_file(home.published_file, state)
        with duckdb.connect(str(home.published_file)) as connection:
            for statement in statements:
                connection.execute(statement)
        return rendered_pages(home, audiences)

    return pages
