"""How the tests are shared out when several processes run them (`make test`).

Belongs here: what concerns every folder of tests. Doesn't: fixtures; each folder has its own `conftest.py`.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadScopeScheduling

WHOLE = {"tests/dbt_project", "tests/orchestration"}
"""Folders that build one warehouse for all of their tests: one process runs all of a folder."""


class ByRoom(LoadScopeScheduling):
    """Keeps together the tests that share something costly: a file's, or those of a whole folder."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        folder = "/".join(file.split("/")[:2])
        return folder if folder in WHOLE else file


def pytest_xdist_make_scheduler(config: Any, log: Any) -> ByRoom:
    """Share the tests out by room."""
    return ByRoom(config, log)
