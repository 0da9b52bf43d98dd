"""The models' own unit tests: every clinical rule at, just below and just above its boundary."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_homes import Built

from warehouse import dbt


def test_every_unit_test_passes(empty: Built) -> None:
    result = dbt.unit_test(empty.home, empty.knowledge)
    assert result.is_success, "\n".join(f"{node.name}: {node.message}" for node in result.failed)
    assert len(result.nodes) >= 25


def test_a_unit_test_of_a_broken_rule_fails(
    empty: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What passes above isn't empty: with the contact gap off by a day, its unit test says so."""
    import shutil

    project = tmp_path / "dbt_project"
    shutil.copytree(dbt.PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    model = project / "models" / "intermediate" / "episodes" / "int_episodes_concluded.sql"
    text = model.read_text(encoding="utf-8")
    assert text.count("days_since_contact >= contact_gap_days") == 2
    model.write_text(
        text.replace("days_since_contact >= contact_gap_days", "days_since_contact > contact_gap_days"),
        encoding="utf-8",
    )
    monkeypatch.setattr(dbt, "PROJECT", project)
    monkeypatch.setattr(dbt, "_parsed", None)
    result = dbt.unit_test(
        empty.home, empty.knowledge, select="the_contact_gap_ends_an_episode_on_its_day_and_not_before"
    )
    assert [node.name for node in result.failed] == [
        "the_contact_gap_ends_an_episode_on_its_day_and_not_before"
    ]
