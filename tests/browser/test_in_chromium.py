"""Reports and archive in Debian's Chromium: quiet, drawn, sortable, accessible, on phone and paper."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from ingest.home import Home
from reports.render import render
from warehouse.week import Week

sys.path.insert(0, str(Path(__file__).parents[1] / "reports"))
from published_fixture import CLINICS, State, write_published_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WEEK = Week.parse("2026-W46")
PLANTED = (
    "<script>document.title='hit'</script>",
    '=HYPERLINK("http://x.example","y")',
    "\u202egnihton\u202c",
    "W" * 10_000,
)
SERIOUS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 360, "height": 740}
AUDIENCES = ("north", "network", "quality")


@dataclass
class Opened:
    """A page in the browser, with everything that it complained of or asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "these tests need Debian's Chromium: apt install chromium"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Five clinics; the first one has planted strings in its name and in what it sends."""
    home = Home(tmp_path_factory.mktemp("browser"))
    clinics = (replace(CLINICS[0], name=" ".join(PLANTED[:3])), *CLINICS[1:5])
    write_published_file(home.published_file, State(clinics=clinics))
    with duckdb.connect(str(home.published_file)) as connection:
        for number, text in enumerate(PLANTED):
            connection.execute(
                "update audit.deliveries set file_name = ?, refusal_message = ?, status = 'refused' "
                "where receipt_key % 4 = ? and clinic_id = 'north'",
                [text, text, number],
            )
    render(home, WEEK)
    return home


def opened(browser: Browser, path: Path, **context: object) -> Opened:
    page = browser.new_context(**context).new_page()
    found = Opened(page)
    page.on("console", lambda message: found.complaints.append(message.text))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("request", lambda request: found.requests.append(request.url))
    page.goto(path.as_uri())
    return found


def report_of(home: Home, audience: str) -> Path:
    return home.reports / str(WEEK) / audience / "report.html"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_report_opens_quietly_and_asks_nobody_for_anything(
    browser: Browser, home: Home, audience: str
) -> None:
    found = opened(browser, report_of(home, audience))
    assert found.complaints == []
    assert found.requests == [report_of(home, audience).as_uri()]
    assert found.page.title() != "hit"
    assert found.page.evaluate("document.querySelectorAll('script').length") == 1
    assert found.page.evaluate("document.querySelectorAll('body img, iframe, object').length") == 0


@pytest.mark.parametrize("audience", ["north", "network"])
def test_every_chart_is_drawn(browser: Browser, home: Home, audience: str) -> None:
    page = opened(browser, report_of(home, audience)).page
    sizes = page.eval_on_selector_all(
        ".chart svg", "all => all.map(svg => [svg.getBoundingClientRect().width, svg.getBBox().width])"
    )
    assert len(sizes) > 3
    assert all(width > 100 and drawn > 50 for width, drawn in sizes)


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_rule_of_wcag_is_broken(
    browser: Browser, home: Home, audience: str, viewport: dict[str, int] | None
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, report_of(home, audience), bypass_csp=True, viewport=viewport).page
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": SERIOUS}})
    assert result.response["violations"] == [], result.generate_report()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_on_a_phone_nothing_scrolls_sideways(browser: Browser, home: Home, audience: str) -> None:
    page = opened(browser, report_of(home, audience), viewport=PHONE).page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_on_a_phone_a_wide_table_stands_row_by_row_and_still_is_a_table(browser: Browser, home: Home) -> None:
    page = opened(browser, report_of(home, "quality"), viewport=PHONE).page
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    wide = page.locator(".scroller:has(.stacks)").evaluate_all(
        "all => all.filter(part => part.scrollWidth > part.clientWidth).map(part => part.ariaLabel)"
    )
    assert wide == []
    table = page.get_by_role("table", name="What arrived from each clinic")
    row = table.get_by_role("row").nth(1)
    assert row.get_by_role("rowheader").count() == 1
    label = "cell => getComputedStyle(cell, '::before').content.split(' / ')[0]"
    assert row.get_by_role("cell").nth(1).evaluate(label) == '"Rows received"'
    below = "(row) => row.cells[3].getBoundingClientRect().top > row.cells[0].getBoundingClientRect().top"
    assert row.evaluate(below)
    head = table.get_by_role("columnheader", name="Rows received")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"


def test_a_table_sorts_by_keyboard_and_tells_how(browser: Browser, home: Home) -> None:
    page = opened(browser, report_of(home, "quality")).page
    table = page.locator("table", has=page.locator("button.sort", has_text="Rows received")).first
    head = table.locator("th", has=page.locator("button", has_text="Rows received"))
    column = head.evaluate("cell => cell.cellIndex")
    head.locator("button").focus()

    def values() -> list[float]:
        script = "(rows, n) => rows.map(row => Number(row.cells[n].querySelector('data')?.value ?? NaN))"
        found: list[float] = table.locator("tbody tr").evaluate_all(script, column)
        return found

    before = values()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert values() == sorted(before)
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    assert values() == sorted(before, reverse=True)


def test_therapists_and_clinics_cant_be_ranked(browser: Browser, home: Home) -> None:
    for audience, heading in (
        ("north", "Reliability"),
        ("network", "Usual (95"),
        ("network", "Providers below"),
    ):
        page = opened(browser, report_of(home, audience)).page
        table = page.locator("table", has=page.locator("th", has_text=heading)).first
        assert table.locator("button.sort").count() == 0


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_prints(browser: Browser, home: Home, audience: str) -> None:
    printed = opened(browser, report_of(home, audience)).page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert len(printed) > 20_000


def test_a_report_is_whole_without_scripts(browser: Browser, home: Home) -> None:
    page = opened(browser, report_of(home, "north"), java_script_enabled=False).page
    assert page.locator("main section h2").count() > 5
    assert page.locator("button.sort").count() == 0


def test_the_archive_is_searched_without_a_server(browser: Browser, home: Home) -> None:
    found = opened(browser, home.reports / "index.html")
    page = found.page
    box = page.get_by_role("searchbox")
    box.fill("quality")
    assert page.locator("[data-find]:visible").count() == 1
    assert page.get_by_role("status").inner_text() == "Reports found: 1"
    box.fill("nothing like it")
    assert page.locator("[data-find]:visible").count() == 0
    assert found.complaints == []
    page.goto((home.reports / "index.html").as_uri())
    page.locator("[data-find] a").first.click()
    assert page.locator("h1").count() == 1


def test_the_archive_breaks_no_rule_of_wcag(browser: Browser, home: Home) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, home.reports / "index.html", bypass_csp=True).page
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": SERIOUS}})
    assert result.response["violations"] == [], result.generate_report()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_planted_text_does_no_harm_in_pdf_and_workbook(home: Home, audience: str) -> None:
    import zipfile

    from pypdf import PdfReader

    folder = report_of(home, audience).parent
    document = PdfReader(folder / "report.pdf")
    assert document.trailer["/Root"].get("/OpenAction") is None
    assert "/JavaScript" not in document.trailer["/Root"].get("/Names", {})
    links = [a.get_object() for page in document.pages for a in page.get("/Annots", [])]
    assert [link for link in links if "/URI" in str(link.get("/A", ""))] == []
    with zipfile.ZipFile(folder / "report.xlsx") as book:
        content = "".join(
            book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))
        )
    assert "<f>" not in content
    assert "hyperlink" not in content.replace("HYPERLINK", "")
    assert not any(mark in content for mark in "\u202a\u202b\u202d\u202e\u2066\u2067")
