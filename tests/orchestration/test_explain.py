"""`rapport explain` on a home that the weekly job has filled."""

from __future__ import annotations

import json
import re

from click.testing import CliRunner
from small_network import WEEK, RunHome

from orchestration.cli import main


def test_a_number_of_a_real_run_is_traced_to_its_files(run_home: RunHome) -> None:
    home = run_home.home
    clinic = sorted(p.name for p in (home.reports / WEEK).iterdir() if p.name not in ("network", "quality"))[
        0
    ]
    numbers = json.loads((home.reports / WEEK / clinic / "numbers.json").read_text(encoding="utf-8"))[
        "numbers"
    ]
    for entry in numbers[:: max(1, len(numbers) // 3)]:
        result = CliRunner().invoke(main, ["explain", entry["id"], "--home", str(home.root), "--all"])
        assert result.exit_code == 0, result.output
        assert "It agrees." in result.output
        assert re.search(r"\b[0-9a-f]{64}\n", result.output.split("Deliveries behind it")[1])
        assert "Definition: " in result.output


def test_what_isnt_there_is_said_in_a_sentence(run_home: RunHome) -> None:
    result = CliRunner().invoke(main, ["explain", f"network/{WEEK}/a.b", "--home", str(run_home.home.root)])
    assert result.exit_code == 1
    assert "lists no such number" in result.output
