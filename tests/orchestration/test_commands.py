"""The commands as a person types them: what they say and how they end."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_network import WEEK, RunHome

from ingest.configuration.registry import load_registry
from ingest.home import Home
from orchestration.cli import main
from orchestration.run_lock import hold_home


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_help_names_every_command() -> None:
    result = call("--help")
    assert result.exit_code == 0
    for name in ("init", "demo", "run", "check", "report", "ledger", "dev"):
        assert f"\n  {name}" in result.output


def test_init_makes_a_home_that_loads_and_keeps_its_secrets_private(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    result = call(
        "init", "--home", str(home.root), "--network", "North: and South", "--timezone", "Europe/Berlin"
    )
    assert result.exit_code == 0, result.output
    registry = load_registry(home)
    assert registry.network.network == "North: and South"
    assert set(registry.clinics) == {"example"}
    for path in home.secrets.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.name for path in home.schemas.iterdir())


def test_map_refuses_what_cant_be_a_clinics_id(tmp_path: Path) -> None:
    export = tmp_path / "phq9.csv"
    export.write_text("case_no,date,q1,q2,q3,q4,q5,q6,q7,q8,q9\nC1,2026-02-13,0,1,1,2,3,0,0,0,0\n")
    for name in ("../x", "North", "network", ""):
        result = call("map", str(export), "--clinic", name)
        assert result.exit_code == 1
        assert f"`{name}` can't be a clinic's id: write a-z, 0-9 and _ only" in result.output


@pytest.mark.parametrize("moment", ["2999-01-01", "0001-01-01T00:00"])
def test_a_run_refuses_a_moment_at_which_nothing_can_be_known(
    bare_home: Callable[[], Home], moment: str
) -> None:
    home = bare_home()
    call("init", "--home", str(home.root))
    result = call("run", "--home", str(home.root), "--as-known-at", moment)
    assert result.exit_code == 1
    assert f"nothing is known as of `{moment}`: write a moment from 2000 to now" in result.output


def test_init_leaves_an_existing_home_alone(bare_home: Callable[[], Home]) -> None:
    home = bare_home()
    assert call("init", "--home", str(home.root)).exit_code == 0
    before = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    result = call("init", "--home", str(home.root))
    assert result.exit_code == 0
    assert "nothing was missing" in result.output
    assert {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()} == before


def test_init_makes_what_a_home_lacks_and_nothing_else(bare_home: Callable[[], Home]) -> None:
    home = bare_home()
    call("init", "--home", str(home.root))
    kept = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    (home.secrets / "vault.key").unlink()
    shutil.rmtree(home.landing)
    result = call("init", "--home", str(home.root))
    assert result.exit_code == 0, result.output
    assert "made secrets/vault.key" in result.output
    assert "made landing" in result.output
    assert stat.S_IMODE((home.secrets / "vault.key").stat().st_mode) == 0o600
    left = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    assert {path for path in kept if left.get(path) != kept[path]} == {home.secrets / "vault.key"}


def test_init_never_makes_a_key_that_deliveries_were_made_with(own_home: Home) -> None:
    (own_home.secrets / "pseudonym.key").unlink()
    result = call("init", "--home", str(own_home.root))
    assert result.exit_code == 1
    assert "restore it from your backup" in result.output
    assert not (own_home.secrets / "pseudonym.key").exists()


@pytest.mark.parametrize("command", ["run", "ledger", "report"])
def test_a_folder_that_is_no_home_names_the_remedy(command: str, tmp_path: Path) -> None:
    extra = ["--week", WEEK] if command == "report" else []
    result = call(command, "--home", str(tmp_path), *extra)
    assert result.exit_code == 1
    assert "rapport init" in result.output or "rapport run" in result.output


def test_an_unknown_key_is_named_with_file_line_and_what_is_allowed(bare_home: Callable[[], Home]) -> None:
    home = bare_home()
    home.network_file.write_text(home.network_file.read_text() + "\ndisclosur: {}\n")
    result = call("run", "--home", str(home.root))
    assert result.exit_code == 1
    assert "rapport.yml:" in result.output
    assert "did you mean `disclosure`?" in result.output
    assert not home.working_file.exists()


def test_a_home_without_its_secret_is_not_given_a_new_one(own_home: Home) -> None:
    for path in own_home.secrets.iterdir():
        path.unlink()
    before = own_home.published_file.read_bytes()
    result = call("run", "--home", str(own_home.root), "--week", WEEK)
    assert result.exit_code == 1
    assert "backup" in result.output
    assert list(own_home.secrets.iterdir()) == []
    assert own_home.published_file.read_bytes() == before


def test_a_secret_that_others_can_read_is_refused(bare_home: Callable[[], Home]) -> None:
    home = bare_home()
    key = next(iter(sorted(home.secrets.iterdir())))
    key.chmod(0o644)
    result = call("run", "--home", str(home.root))
    assert result.exit_code == 1
    assert "chmod 600" in result.output


def test_a_second_run_while_one_is_going_says_so(own_home: Home) -> None:
    with hold_home(own_home):
        result = call("run", "--home", str(own_home.root), "--week", WEEK)
    assert result.exit_code == 1
    assert "another run is going in this home" in result.output


@pytest.mark.parametrize("week", ["46", "2026-46", "2026-W54", "last"])
def test_a_week_that_is_none_is_refused(week: str, own_home: Home) -> None:
    result = call("run", "--home", str(own_home.root), "--week", week)
    assert result.exit_code == 2
    assert "2026-W46" in result.output


def test_the_ledger_balances_and_says_so(run_home: RunHome) -> None:
    result = call("ledger", "--home", str(run_home.home.root))
    assert result.exit_code == 0, result.output
    assert "all balanced" in result.output
    by_file = call("ledger", "--home", str(run_home.home.root), "--files")
    assert len(by_file.output.splitlines()) > len(result.output.splitlines())


def test_a_report_of_another_week_names_what_builds_it(run_home: RunHome) -> None:
    result = call("report", "--home", str(run_home.home.root), "--week", "2024-W01")
    assert result.exit_code == 1
    assert "rapport run --week 2024-W01" in result.output


def test_a_report_of_an_unknown_clinic_lists_the_known_ones(run_home: RunHome) -> None:
    result = call("report", "--home", str(run_home.home.root), "--week", WEEK, "--clinic", "nowhere")
    assert result.exit_code == 1
    assert "thornbeck" in result.output


def test_reports_are_rendered_again_to_the_byte(own_home: Home) -> None:
    pages = {path: path.read_bytes() for path in own_home.reports.rglob("report.html")}
    result = call("report", "--home", str(own_home.root), "--week", WEEK)
    assert result.exit_code == 0, result.output
    assert {path: path.read_bytes() for path in own_home.reports.rglob("report.html")} == pages


HEADER = "case_no,date,q1,q2,q3,q4,q5,q6,q7,q8,q9\n"


def test_check_tells_what_would_be_taken_and_keeps_nothing(
    bare_home: Callable[[], Home], tmp_path: Path
) -> None:
    home = bare_home()
    file = tmp_path / "phq9_2026.csv"
    file.write_text(HEADER + "C-1,05/01/2026,1,1,1,1,1,1,1,1,1\n")
    result = call("check", str(file), "--clinic", "example", "--home", str(home.root))
    assert result.exit_code == 0, result.output
    assert "would land   1" in result.output
    assert not home.landing.exists() or not list(home.landing.rglob("manifest.json"))


def test_check_names_rule_row_and_column_and_never_a_value(
    bare_home: Callable[[], Home], tmp_path: Path
) -> None:
    home = bare_home()
    file = tmp_path / "phq9_2026.csv"
    file.write_text(
        HEADER + "C-1,05/01/2026,1,1,1,1,7654,1,1,1,1\nC-2,31/02/2026,1,1,1,1,1,1,1,1,1\nC-3,05/01/2026,1\n"
    )
    result = call("check", str(file), "--clinic", "example", "--home", str(home.root))
    assert result.exit_code == 1
    assert "row 2, column q5: ROW-ITEM-RANGE" in result.output
    assert "row 3, column date: ROW-DATE" in result.output
    assert "ROW-SHAPE" in result.output
    for value in ("7654", "31/02", "C-1", "C-2", "C-3"):
        assert value not in result.output


def test_check_counts_clients_who_opted_out_apart(bare_home: Callable[[], Home], tmp_path: Path) -> None:
    home = bare_home()
    home.clinic_file("example").write_text(
        "clinic: example\nname: Example\ntimezone: Europe/London\nsource: {kind: folder, path: inbox}\n"
        'exports: [{name: clients, feed: clients, files: "clients.csv"}]\n'
    )
    file = tmp_path / "clients.csv"
    file.write_text("client_id,consent\nC-1,yes\nC-2,opted_out\nC-3,no_research\n")
    result = call("check", str(file), "--clinic", "example", "--home", str(home.root))
    assert result.exit_code == 0, result.output
    assert "would land   2\n  opted out    1  skipped, with all that other files tell of" in result.output
    assert "C-2" not in result.output


def test_check_of_a_file_that_no_export_takes_lists_the_patterns(
    bare_home: Callable[[], Home], tmp_path: Path
) -> None:
    home = bare_home()
    file = tmp_path / "something.csv"
    file.write_text(HEADER)
    result = call("check", str(file), "--clinic", "example", "--home", str(home.root))
    assert result.exit_code == 1
    assert "phq9_*.csv" in result.output
