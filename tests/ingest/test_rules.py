"""The catalogue of rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ingest
from ingest.rules import RULES, Rule

SOURCE = Path(ingest.__file__).parent
CITED = re.compile(r'"((?:FILE|ROW|BATCH)-[A-Z-]+[A-Z])"')


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_says_what_it_refuses_and_what_to_do(rule: Rule) -> None:
    prefix = {"row": "ROW-", "file": "FILE-", "batch": "BATCH-", "hold": "HOLD-"}[rule.refuses]
    assert rule.id.startswith(prefix)
    assert rule.meaning.endswith(".")
    assert rule.remedy.endswith(".")
    assert len(rule.remedy) > 20


def test_every_rule_that_a_format_cites_is_in_the_catalogue() -> None:
    cited = {
        rule_id
        for path in (SOURCE / "formats").glob("*.py")
        for rule_id in CITED.findall(path.read_text(encoding="utf-8"))
    }
    assert cited
    assert cited <= set(RULES)


def test_every_rule_is_used_somewhere() -> None:
    elsewhere = "".join(
        path.read_text(encoding="utf-8")
        for folder in (SOURCE, SOURCE / "formats", SOURCE / "holds")
        for path in folder.glob("*.py")
        if path.name != "rules.py"
    )
    unused = [
        rule_id
        for rule_id in RULES
        if rule_id not in elsewhere and rule_id.replace("-", "_") not in elsewhere
    ]
    assert unused == []
