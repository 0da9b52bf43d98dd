"""The access log is chained: whoever changes it is found out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from measured import series
from test_history import MONDAY, a_run

from ingest.home import Home
from orchestration.cli.audit import command
from warehouse.audit.access_log import Access, append, read_head, verify
from warehouse.audit.history import record
from warehouse.audit.verification import verify as verify_all

Lines = list[str]


def event(number: int) -> Access:
    return Access("rendered", "north", "2026-W10", f"reports/2026-W10/north/{number}.html", "0" * 64)


def a_log(home: Home, count: int = 5) -> None:
    for number in range(count):
        append(home, [event(number)], by="Mo")


def rewrite(home: Home, change: Callable[[Lines], Lines]) -> None:
    lines = home.access_log.read_text(encoding="utf-8").splitlines()
    home.access_log.write_text("".join(f"{line}\n" for line in change(lines)), encoding="utf-8")


def with_other_audience(line: str) -> str:
    return json.dumps(json.loads(line) | {"audience": "south"})


def test_a_log_that_nobody_changed_holds(tmp_path: Path) -> None:
    home = Home(tmp_path)
    a_log(home)
    append(home, [event(5), event(6)])
    entries, problems = verify(home)
    assert problems == []
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5, 6, 7]
    assert entries[0].by == "Mo"
    assert read_head(home).entries == 7
    assert verify(Home(tmp_path / "nowhere")) == ([], [])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda lines: [*lines[:2], with_other_audience(lines[2]), *lines[3:]], "line 3 was changed"),
        (lambda lines: [*lines[:2], *lines[3:]], "before line 3 a line was changed, taken out or put in"),
        (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], "before line 3"),
        (lambda lines: [*lines[:2], "not json", *lines[3:]], "line 3 can't be read"),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], "before line 4"),
    ],
)
def test_a_changed_line_is_found(tmp_path: Path, change: Callable[[Lines], Lines], problem: str) -> None:
    home = Home(tmp_path)
    a_log(home)
    rewrite(home, change)
    _, problems = verify(home)
    assert any(problem in told for told in problems), problems


def test_a_log_goes_on_after_a_broken_line_and_stays_broken(tmp_path: Path) -> None:
    home = Home(tmp_path)
    a_log(home)
    rewrite(home, lambda lines: [*lines[:-1], "broken"])
    append(home, [event(9)])
    entries, problems = verify(home)
    assert entries[-1].number == 6
    assert problems == ["line 5 can't be read"]


def test_lines_cut_off_the_end_are_found_by_what_a_run_noted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    a_log(home)
    record(home, a_run("first", MONDAY), {"checks": series([1])})
    assert verify_all(home).problems == ()
    rewrite(home, lambda lines: lines[:3])
    assert verify_all(home).problems == (
        "audit/access.jsonl: the log once had 5 lines that ended otherwise: lines are missing",
    )


def test_an_edited_record_or_report_is_found(tmp_path: Path) -> None:
    home = Home(tmp_path)
    report = home.reports / "2026-W10" / "north" / "report.html"
    report.parent.mkdir(parents=True)
    report.write_text("as rendered", encoding="utf-8")
    from warehouse.audit.access_log import rendered

    append(home, rendered(home, "2026-W10", "north", [report]))
    record(home, a_run("first", MONDAY), {"checks": series([1])})
    assert verify_all(home).problems == ()
    report.write_text("as edited", encoding="utf-8")
    series([2]).write_parquet(home.audit_history / "first" / "checks.parquet")
    assert verify_all(home).problems == (
        "audit/history/first: checks.parquet was edited after it was recorded",
        "reports/2026-W10/north/report.html: it isn't what was rendered",
    )


def test_the_command_says_so_and_ends_with_1(tmp_path: Path) -> None:
    home = Home(tmp_path)
    a_log(home)
    runner = CliRunner()
    whole = runner.invoke(command, ["verify", "--home", str(tmp_path)])
    assert whole.exit_code == 0, whole.output
    assert "All are as they were written." in whole.output
    rewrite(home, lambda lines: [with_other_audience(lines[0]), *lines[1:]])
    broken = runner.invoke(command, ["verify", "--home", str(tmp_path)])
    assert broken.exit_code == 1
    assert "line 1 was changed after it was written" in broken.output


def test_handing_over_is_noted_with_names(tmp_path: Path) -> None:
    report = tmp_path / "reports" / "2026-W10" / "north" / "report.html"
    report.parent.mkdir(parents=True)
    report.write_text("x", encoding="utf-8")
    runner = CliRunner()
    said = ["--to", "Ada Okafor", "--by", "Mo", "--home", str(tmp_path)]
    assert runner.invoke(command, ["delivered", "reports/2026-W10/north/report.html", *said]).exit_code == 0
    assert runner.invoke(command, ["delivered", "reports/none.html", *said]).exit_code == 1
    assert runner.invoke(command, ["delivered", "../outside", *said]).exit_code == 1
    told = runner.invoke(command, ["log", "--home", str(tmp_path)]).output
    assert "Mo  delivered Ada Okafor  reports/2026-W10/north/report.html" in told
    assert verify(Home(tmp_path))[0][0].access.week == "2026-W10"
