"""The catalogue of checks: what must hold, why, how bad a failure is, its threshold and who looks at it.

Belongs here: the shipped catalogue (`checks.yml`), and the thresholds that a home changes. Doesn't: measuring
anything (`acceptance_checks`, dbt), and what people note about a check (`warehouse.audit.notes`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, Self

import polars as pl
from pydantic import Field, ValidationError, model_validator
from ruamel.yaml.comments import CommentedMap

from ingest.configuration.network import Strict
from ingest.configuration.yaml_files import ConfigurationError, Problem, faults_of, parse_model, read_yaml
from ingest.home import Home
from ingest.rules import RULES

CATALOGUE = Path(__file__).with_name("checks.yml")
Source = Literal["door", "dagster", "warehouse", "continuity", "landing", "audit"]
Severity = Literal["error", "warning"]
Owner = Literal["clinic", "quality", "operator", "analyst"]

SCHEMA = pl.Schema(
    {
        "check_id": pl.String(),
        "source": pl.String(),
        "reason": pl.String(),
        "severity": pl.String(),
        "threshold": pl.Float64(),
        "threshold_source": pl.String(),
        "owner": pl.String(),
    }
)
"""Columns of the registry's table `checks`."""


class Entry(Strict):
    """One entry of the catalogue; with `names`, one check of each."""

    check: str
    names: tuple[str, ...] = ()
    source: Source
    reason: str = Field(min_length=20)
    severity: Severity
    threshold: float = Field(ge=0, le=1)
    threshold_source: str = Field(min_length=5)
    owner: Owner

    @property
    def ids(self) -> list[str]:
        """The checks that it describes."""
        return [self.check.format(name=name) for name in self.names] or [self.check]


class Catalogue(Strict):
    """Everything that `checks.yml` may say."""

    checks: tuple[Entry, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        counted = Counter(check_id for entry in self.checks for check_id in entry.ids)
        twice = sorted(check_id for check_id, count in counted.items() if count > 1)
        if twice:
            raise ValueError(f"described more than once: {', '.join(twice)}; keep one of each")
        return self


class Threshold(Strict):
    """What a home says of one check instead of the catalogue."""

    threshold: float = Field(
        ge=0, le=1, description="Share of failures up to which the check passes, 0 to 1."
    )
    source: str = Field(min_length=3, description="Who decided it, when, and on what grounds.")


@dataclass(frozen=True)
class Check:
    """One check; `threshold` is the share of failures up to which it passes, 0 to 1."""

    check_id: str
    source: str
    reason: str
    severity: str
    threshold: float
    threshold_source: str
    owner: str


@cache
def shipped_checks() -> Mapping[str, Check]:
    """Return the shipped catalogue and the door's rules, by id."""
    content = parse_model(Catalogue, read_yaml(CATALOGUE, CATALOGUE.name), CATALOGUE.name)
    found = {
        check_id: Check(
            check_id,
            entry.source,
            entry.reason,
            entry.severity,
            entry.threshold,
            entry.threshold_source,
            entry.owner,
        )
        for entry in content.checks
        for check_id in entry.ids
    }
    for rule in RULES.values():
        if rule.refuses == "row":
            found[rule.id] = Check(
                rule.id,
                "door",
                rule.meaning,
                rule.severity,
                0.0,
                "A refused row is a row that is missing.",
                "clinic",
            )
    return found


def checks_of(home: Home) -> tuple[Mapping[str, Check], tuple[Problem, ...]]:
    """Return the checks as the home wants them, and what is unusable in its `audit/thresholds.yml`.

    A typo there never stops a run: what can be read is used, the rest keeps the shipped threshold and is
    named.
    """
    checks = dict(shipped_checks())
    path = home.thresholds_file
    if not path.is_file():
        return checks, ()
    shown_as = home.relative(path)
    try:
        content = read_yaml(path, shown_as)
    except ConfigurationError as error:
        return checks, error.problems
    problems: list[Problem] = []
    for key in content:
        if key != "thresholds":
            problems.append(
                Problem(shown_as, content.lc.key(key)[0] + 1, str(key), "unknown key; write `thresholds:`")
            )
    given = content.get("thresholds")
    for check_id in given if isinstance(given, CommentedMap) else ():
        line = given.lc.key(check_id)[0] + 1
        if check_id not in checks:
            message = "no check has this id; audit.checks lists them"
            problems.append(Problem(shown_as, line, f"thresholds.{check_id}", message))
            continue
        try:
            said = Threshold.model_validate(given[check_id])
        except ValidationError as error:
            key = f"thresholds.{check_id}"
            problems += [Problem(shown_as, line, key, words) for _, words in faults_of(error, Threshold)]
            continue
        checks[check_id] = replace(checks[check_id], threshold=said.threshold, threshold_source=said.source)
    return checks, tuple(problems)


def checks_table(checks: Mapping[str, Check]) -> pl.DataFrame:
    """Return checks as a table (SCHEMA), by id."""
    rows = [vars(check) for _, check in sorted(checks.items())]
    return pl.DataFrame(rows, schema=SCHEMA)
