"""`rapport benchmark` works in an empty home, says where figures come from, and why it can't."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from orchestration.cli import main

HEADER = (
    "org_code,org_name,at_caseness_count,deterioration_count,finished_course_treatment_count,improvement_count,"
    "not_at_caseness_count,recovery_count,reliable_recovery_count\n"
)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Fourteen providers alike, and one far above; one of them with suppressed deterioration."""
    path = tmp_path / "providers_2031_32.csv"
    rows = [f"A{i:02},PROVIDER,1000,{'*' if i == 3 else 55},1100,700,100,500,450\n" for i in range(14)]
    path.write_text(HEADER + "".join(rows) + "Z99,FAR ABOVE,1000,55,1100,950,100,800,700\n", encoding="utf-8")
    return path


def rapport(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["benchmark", *arguments, "--home", str(home)])


def test_figures_are_loaded_with_their_licence_and_shown_without_any_clinic(
    tmp_path: Path, published: Path
) -> None:
    home = tmp_path / "home"
    loaded = rapport(home, "load", str(published))
    assert loaded.exit_code == 0, loaded.output
    assert "2031-04-01 to 2032-03-31, 15 providers, 1 suppressed cells" in loaded.output
    assert "Open Government Licence v3.0" in loaded.output
    shown = rapport(home, "show")
    assert shown.exit_code == 0, shown.output
    assert "NHS Talking Therapies, 2031-32: 15 providers" in shown.output
    lines = {line.split()[0]: line.split() for line in shown.output.splitlines() if line.strip()}
    assert lines["recovery"][1:5] == ["15", "52.0", "%", "1.60"]  # (asin sqrt .5 - asin sqrt .52)^2 4000
    assert lines["recovery"][-5:] == ["1", "1", "1", "1", "0.0"]
    assert lines["deterioration"][1] == "14"
    assert "deterioration 1" in shown.output
    assert "rounds providers' counts to the nearest 5" in shown.output
    assert "missing here, never 0" in shown.output
    assert "providers_2031_32.csv (annual), sha256" in shown.output


def test_showing_before_loading_fails_and_says_what_to_do(tmp_path: Path) -> None:
    shown = rapport(tmp_path / "home", "show")
    assert shown.exit_code == 1
    assert "rapport benchmark load FILE" in shown.output


def test_a_file_that_does_not_fit_fails_with_its_reason(tmp_path: Path, published: Path) -> None:
    home = tmp_path / "home"
    nameless = published.rename(tmp_path / "figures.csv")
    refused = rapport(home, "load", str(nameless))
    assert refused.exit_code == 1
    assert "Name its financial year, like 2024-25, with --year" in refused.output
    assert rapport(home, "load", str(nameless), "--year", "2031-32").exit_code == 0
    unknown = rapport(home, "show", "--period", "2020-21")
    assert unknown.exit_code == 1
    assert "Loaded: 2031-32" in unknown.output


def test_the_command_is_listed_in_the_help() -> None:
    assert "benchmark" in CliRunner().invoke(main, ["--help"]).output
