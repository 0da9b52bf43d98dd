"""What a test of dbt says, in words, and how its results are kept until the audit of a run reads them.

Belongs here: the sentence of each test, and the small file of results that a build leaves. Doesn't: running
dbt (`dbt`), and what becomes of the results (`audit`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ingest.home import Home

FILE = "tests.json"
FAULT = (
    "It is a fault of Rapport, no clinic's: tell whoever maintains Rapport the name of this check. What was "
    "published before stands; `rapport audit verify` says whether landed files were changed."
)
"""The remedy of tests of shape, which no file that the door takes can fail."""


@dataclass(frozen=True)
class ToldTest:
    """What came of one test. `table` (`schema.table`) is what it judges; `status` is dbt's word."""

    name: str
    table: str
    reason: str
    severity: str
    status: str
    failures: int


def sentence_of(name: str, description: str, generic: str | None, arguments: Mapping[str, Any]) -> str:
    """Say what a test holds: in its own words, in those of its kind, or by its name, a sentence itself."""
    if description.strip():
        return " ".join(description.split())
    if generic is None:
        words = name.removeprefix("assert_").replace("_", " ")
        return f"{words[0].upper()}{words[1:]}."
    column = arguments.get("column_name") or arguments.get("column")
    columns = ", ".join(str(part) for part in arguments.get("columns", ()))
    kinds = {
        "not_null": f"{column} is never empty.",
        "unique": f"No two rows share their {column}.",
        "accepted_values": f"{column} is one of: {', '.join(map(str, arguments.get('values', ())))}.",
        "relationships": f"Every {column} is a {arguments.get('field')} of the table that it points to.",
        "key_is_unique": f"No two rows share their key ({columns}).",
        "never_exceeds": f"{column} is never above {arguments.get('bound')}, which it is a part of.",
        "parts_sum_to": f"The parts of {arguments.get('whole')} sum to it.",
    }
    return kinds.get(generic, f"{generic.replace('_', ' ')}: {name}.")


def remedy_of(meta: Mapping[str, Any], generic: str | None) -> str:
    """Say what to do when a test fails: its own remedy, else that of a fault, which each kind of test tells.

    Raises:
        LookupError: a test of its own without a remedy.
    """
    told = str(meta.get("remedy", ""))
    if not told and generic is None:
        raise LookupError("a test of its own needs `remedy` in its meta: what to do when it fails")
    return told or FAULT


def keep_results(home: Home, run_id: str, tests: Sequence[ToldTest]) -> None:
    """Write what came of a build's tests to the home's dbt folder, in one step."""
    told = {"run_id": run_id, "tests": [asdict(test) for test in sorted(tests, key=lambda test: test.name)]}
    path = home.dbt_target / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    beside.replace(path)


def read_results(home: Home) -> tuple[ToldTest, ...]:
    """Return what came of the last build's tests; none where there was no build."""
    path = home.dbt_target / FILE
    if not path.is_file():
        return ()
    return tuple(ToldTest(**test) for test in json.loads(path.read_text(encoding="utf-8"))["tests"])
