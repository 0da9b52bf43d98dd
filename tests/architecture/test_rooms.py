"""Each room looks only into the rooms before it, and only dbt writes the working file."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_IMPORT = {
    "ingest": {"ingest"},
    "warehouse": {"warehouse", "ingest"},
    "reports": {"reports", "warehouse", "ingest"},
    "orchestration": {"orchestration", "reports", "warehouse", "ingest"},
}
DOOR_ONLY = ("ingest.formats", "ingest.sources", "ingest.pseudonyms", "ingest.secrets")
"""Modules that see what a clinic sent: nobody after the door may import them, but for those who start it."""


def modules_of(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_rooms_before_it(room: str) -> None:
    rooms = set(MAY_IMPORT)
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules_of(room)
        for name in imports_of(path)
        if name.split(".")[0] in rooms - MAY_IMPORT[room]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ["ingest", "warehouse", "reports"])
def test_only_orchestration_knows_dagster(room: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules_of(room)
        for name in imports_of(path)
        if name.split(".")[0].startswith("dagster")
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ["warehouse", "reports"])
def test_what_a_clinic_sent_stays_at_the_door(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules_of(room)
        for name in imports_of(path)
        if name.startswith(DOOR_ONLY)
    ]
    assert wrong == []


def test_only_dbt_opens_the_working_file_for_writing() -> None:
    """Every connection to it in our Python is read-only; the dbt profile is the one place that writes."""
    mentions = [
        path.relative_to(ROOT).as_posix()
        for room in MAY_IMPORT
        for path in modules_of(room)
        if "duckdb.connect(" in path.read_text(encoding="utf-8")
        and "working_file" in path.read_text(encoding="utf-8")
    ]
    for name in mentions:
        for call in _connections(ROOT / name):
            assert call in ("memory", "read-only"), f"{name} opens a file for writing"


def _connections(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "duckdb.connect":
            read_only = any(
                word.arg == "read_only" and getattr(word.value, "value", None) is True
                for word in node.keywords
            )
            first = node.args[0] if node.args else None
            in_memory = first is None or getattr(first, "value", None) == ":memory:"
            yield "memory" if in_memory else "read-only" if read_only else "writing"


@pytest.mark.parametrize("command", ["check", "ledger", "init"])
def test_light_commands_load_no_slow_library(command: str) -> None:
    code = (
        f"import sys, importlib; importlib.import_module('orchestration.cli.{command}');"
        "print(sorted({'dagster', 'dbt', 'great_expectations', 'altair', 'scipy'} & set(sys.modules)))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert loaded.stdout.strip() == "[]"
