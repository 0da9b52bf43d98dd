"""Rendering: where pages lie, the same bytes each time, whole or not at all, and refusals in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from page_reading import read_page
from published_fixture import CLINICS, State, write_published_file
from rendered_week import WEEK, rendered_pages

from ingest.home import Home
from reports.laying_out import REPORTS, UnknownAudience
from reports.render import WrongWeek, render, write_atomically
from warehouse.published import NothingPublished, UnreadablePublishedFile
from warehouse.schema_versions import schema_versions
from warehouse.week import Week

TWO = State(clinics=(replace(CLINICS[-2], courses=20), CLINICS[-1]))


@pytest.fixture
def small_home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    write_published_file(home.published_file, TWO)
    return home


def test_each_audience_has_its_file_under_the_week(usual_home: Home, usual: dict[str, object]) -> None:
    expected = {*(clinic.clinic_id for clinic in CLINICS), "network", "quality"}
    assert set(usual) == expected
    found = {p.parent.name for p in (usual_home.reports / "2026-W46").glob("*/report.html")}
    assert found == expected


def test_rendered_again_every_byte_is_the_same(small_home: Home) -> None:
    def contents() -> dict[str, bytes]:
        render(small_home, WEEK)
        return {str(p): p.read_bytes() for p in sorted(small_home.reports.rglob("*.*"))}

    once = contents()
    assert len(once) == 4 * 4 + 2
    assert contents() == once


def test_what_was_rendered_is_reported(small_home: Home) -> None:
    (report,) = render(small_home, WEEK, ["quay"])
    assert report.path == small_home.reports / "2026-W46" / "quay" / "report.html"
    assert (report.audience, report.bytes) == ("quay", sum(p.stat().st_size for p in report.files))
    assert report.seconds > 0


def test_only_the_audiences_asked_for_are_written(small_home: Home) -> None:
    render(small_home, WEEK, ["quality", "quality"])
    assert [p.parent.name for p in small_home.reports.rglob("report.html")] == ["quality"]


def test_nothing_else_is_left_behind(small_home: Home) -> None:
    render(small_home, WEEK, ["quality"])
    names = sorted(p.name for p in small_home.reports.rglob("*") if p.is_file())
    beside = "quality-2026-W46-great-expectations.html"
    assert names == ["index.html", "numbers.json", beside, "report.html", "report.pdf", "report.xlsx"]


def test_a_page_that_cant_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_an_unknown_audience_is_refused_with_those_there_are(small_home: Home) -> None:
    with pytest.raises(UnknownAudience, match="no report for nobody; there are mill, quay, network, quality"):
        render(small_home, WEEK, ["nobody"])


def test_another_week_than_the_published_one_is_refused(small_home: Home) -> None:
    with pytest.raises(WrongWeek, match="tells of 2026-W46, not of 2026-W45"):
        render(small_home, Week.parse("2026-W45"))


def test_without_a_published_file_nothing_is_rendered(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        render(Home(tmp_path), WEEK)


def test_the_archive_lists_every_week_the_newest_first(small_home: Home) -> None:
    render(small_home, WEEK)
    with duckdb.connect(str(small_home.published_file)) as connection:
        connection.execute("update meta.runs set week = '2026-W47' where week = '2026-W46'")
    (small_home.reports / "2026-W46" / "gone").mkdir()
    (small_home.reports / "2026-W46" / "gone" / "report.html").write_text("a clinic that has left")
    render(small_home, Week.parse("2026-W47"), ["quay"])
    page = read_page((small_home.reports / "index.html").read_bytes())
    assert [text for level, text in page.headings if level == 2][:2] == ["Week 47 of 2026", "Week 46 of 2026"]
    links = [a.attributes["href"] for a in page.root.all("main")[0].all("a")]
    assert [link for link in links if link.endswith(".html")] == [
        "2026-W47/quay/report.html",
        "2026-W46/network/report.html",
        "2026-W46/quality/report.html",
        "2026-W46/quality/quality-2026-W46-great-expectations.html",
        "2026-W46/gone/report.html",
        "2026-W46/mill/report.html",
        "2026-W46/quay/report.html",
    ]
    assert all((small_home.reports / link).is_file() for link in links)
    assert {"2026-W46/quay/report.pdf", "2026-W46/quay/report.xlsx"} < set(links)
    assert not [link for link in links if "gone/report.pdf" in link]
    found = [e.attributes["data-find"] for e in page.root.every() if "data-find" in e.attributes]
    assert found[0].endswith("Week 47 of 2026 2026-W47 quay PDF Workbook")


def test_network_settings_come_from_the_registry_where_the_file_lacks_them(small_home: Home) -> None:
    before = rendered_pages(small_home, ["network"])["network"].source
    small_home.registry.mkdir(parents=True)
    with duckdb.connect(str(small_home.published_file)) as connection:
        target = small_home.registry / "network.parquet"
        connection.execute(f"copy meta.network to '{target}' (format parquet)")
        connection.execute("drop table meta.network")
    assert rendered_pages(small_home, ["network"])["network"].source == before


def test_every_report_is_one_whole_folder() -> None:
    root = Path(__file__).parents[2] / "reports"
    for report in REPORTS:
        folder = root / report.kind
        for name in ("__init__.py", "page.py", "report.py", "template.html.j2"):
            assert (folder / name).is_file(), f"{report.kind} lacks {name}"
        assert (root / "words" / "en" / f"{report.kind}.ftl").is_file()


def _without_a_table(home: Home, version: str) -> None:
    with duckdb.connect(str(home.published_file)) as connection:
        connection.execute("drop table audit.waiting_actions")
        connection.execute("update meta.schema_version set schema_version = ?", [version])


def test_a_file_of_an_earlier_version_that_lacks_a_table_is_told_with_what_to_do(small_home: Home) -> None:
    _without_a_table(small_home, "1.2.0")
    needed = schema_versions()[-1].version.replace(".", "[.]")
    with pytest.raises(
        UnreadablePublishedFile, match=f"version 1[.]2[.]0.*need {needed}.*`rapport run --week"
    ):
        render(small_home, WEEK, ["quality"])


def test_a_table_that_a_file_of_this_version_lacks_is_a_fault_and_stays_one(small_home: Home) -> None:
    _without_a_table(small_home, schema_versions()[-1].version)
    with pytest.raises(duckdb.CatalogException):
        render(small_home, WEEK, ["quality"])
