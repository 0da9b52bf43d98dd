"""The catalogue of checks says what the code does; a home's thresholds change it and never stop a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from door_home import DoorHome
from pydantic import ValidationError

from ingest.acceptance_checks import BatchFiles
from ingest.acceptance_checks import checks_of as acceptance_checks
from ingest.canonical import FEED_COLUMNS, Feed, Kind
from ingest.configuration.checks import Catalogue, checks_of, shipped_checks
from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.rules import RULES

FILES = BatchFiles("rows", "deliveries", "accounts", clients="clients")


def test_every_check_says_why_how_bad_from_where_and_whose() -> None:
    for check in shipped_checks().values():
        assert len(check.reason) > 20, check
        assert check.severity in ("error", "warning"), check
        assert check.threshold_source, check
        assert check.owner in ("clinic", "quality", "operator", "analyst"), check


def test_no_check_is_described_twice() -> None:
    entry = {
        "check": "{name}_is_there",
        "names": ["a"],
        "source": "door",
        "reason": "A row without it means nothing.",
        "severity": "error",
        "threshold": 0,
        "threshold_source": "House rule.",
        "owner": "operator",
    }
    again = entry | {"check": "a_is_there", "names": []}
    assert Catalogue.model_validate({"checks": [entry]})
    with pytest.raises(ValidationError, match="described more than once: a_is_there; keep one of each"):
        Catalogue.model_validate({"checks": [entry, again]})


def test_every_rule_of_the_door_that_refuses_rows_is_in_the_catalogue() -> None:
    rules = {rule.id for rule in RULES.values() if rule.refuses == "row"}
    assert rules <= shipped_checks().keys()


def test_what_great_expectations_asks_is_what_the_catalogue_says(door: DoorHome) -> None:
    door.clinic(EXPORTS)
    registry = load_registry(door.home)
    clinic = registry.clinics["north"]
    asked = {
        check.check_id: check
        for export in clinic.exports
        for check in acceptance_checks(export, clinic, registry, FILES)
    }
    assert len(asked) > 30
    catalogue = shipped_checks()
    assert {name: (check.severity, check.threshold) for name, check in asked.items()} == {
        name: (catalogue[name].severity, catalogue[name].threshold) for name in asked
    }


def test_the_catalogue_names_every_column_of_codes() -> None:
    columns = {
        column.name
        for feed in FEED_COLUMNS.values()
        for column in feed
        if column.kind in (Kind.CLOSED_CODE, Kind.OPEN_CODE)
    }
    assert {f"{name}_is_a_known_code" for name in columns} <= shipped_checks().keys()


EXPORTS = "".join(
    f"  - {{name: {feed.value}, feed: {feed.value}, format: csv, files: '{feed.value}_*.csv'}}\n"
    for feed in Feed
)


def thresholds(tmp_path: Path, text: str) -> tuple[dict[str, float], list[str]]:
    home = Home(tmp_path)
    home.audit.mkdir()
    home.thresholds_file.write_text(text, encoding="utf-8")
    checks, problems = checks_of(home)
    return {name: check.threshold for name, check in checks.items()}, [str(problem) for problem in problems]


def test_a_home_changes_a_threshold_and_says_on_whose_word(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.audit.mkdir()
    home.thresholds_file.write_text(
        "thresholds:\n  WH-WAITING: {threshold: 0.1, source: 'Quality board, March 2026'}\n", encoding="utf-8"
    )
    checks, problems = checks_of(home)
    assert problems == ()
    assert (checks["WH-WAITING"].threshold, checks["WH-WAITING"].threshold_source) == (
        0.1,
        "Quality board, March 2026",
    )
    assert checks["WH-UNSCORED"] == shipped_checks()["WH-UNSCORED"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("thresholds:\n  WH-WAITNG: {threshold: 0.1, source: Board}\n", "no check has this id"),
        ("thresholds:\n  WH-UNSCORED: {threshold: 5, source: Board}\n", "less than or equal to 1"),
        ("thresholds:\n  WH-UNSCORED: {threshold: 0.5}\n", "this key is required"),
        ("tresholds: {}\n", "unknown key"),
        ("thresholds: [\n", ""),
    ],
)
def test_a_faulty_threshold_is_named_and_the_shipped_one_stands(
    tmp_path: Path, text: str, complaint: str
) -> None:
    found, (problem,) = thresholds(tmp_path, text)
    assert found == {name: check.threshold for name, check in shipped_checks().items()}
    assert problem.startswith("audit/thresholds.yml:")
    assert complaint in problem


def test_a_faulty_line_leaves_the_others_in_force(tmp_path: Path) -> None:
    found, problems = thresholds(
        tmp_path,
        "thresholds:\n  nonsense: {threshold: 0.1, source: Board}\n"
        "  WH-WAITING: {threshold: 0.2, source: Board}\n",
    )
    assert found["WH-WAITING"] == 0.2
    assert [problem.split(": ")[0] for problem in problems] == ["audit/thresholds.yml:2"]
