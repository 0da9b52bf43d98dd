"""The PDF says what the page says, is tagged, and is the same to the byte."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from page_reading import Page
from pypdf import PdfReader

from ingest.home import Home
from reports.formats.page_tree import read_tree
from reports.formats.pdf import Paper, to_pdf

MADE_AT = dt.datetime(2026, 11, 16, 4, 30, 0, 123456)  # noqa: DTZ001 - the file says UTC without a zone
SIZES: dict[Paper, tuple[int, int]] = {"a4": (595, 842), "letter": (612, 792)}


def reader(home: Home, audience: str) -> PdfReader:
    return PdfReader(home.reports / "2026-W46" / audience / "report.pdf")


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad\u2068\u2069-]+", "", text)


def text_of(document: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in document.pages))


def page_of(body: str) -> str:
    return f'<html lang="en" dir="ltr"><head><title>T</title></head><body>{body}</body></html>'


@pytest.mark.parametrize("audience", ["north", "network", "quality"])
def test_every_heading_sentence_and_row_of_the_page_is_in_it(
    usual_home: Home, usual: dict[str, Page], audience: str
) -> None:
    said = text_of(reader(usual_home, audience))
    page = usual[audience]
    for element in page.root.all("main")[0].every():
        if element.tag in ("h2", "h3", "figcaption", "p", "th") and not left_out(element):
            assert squeezed(element.text) in said, element.text


def left_out(element: object) -> bool:
    while element is not None:
        classes = element.attributes.get("class", "").split()  # type: ignore[attr-defined]
        if {"hidden", "on-screen", "more"} & set(classes):
            return True
        element = element.parent  # type: ignore[attr-defined]
    return False


def test_it_is_tagged_and_every_picture_has_its_text(usual_home: Home, usual: dict[str, Page]) -> None:
    document = reader(usual_home, "north")
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en"
    assert document.metadata is not None
    assert document.metadata.title == "North Street Clinic, week 2026-W46"
    alternatives = [obj["/Alt"] for obj in structure(root["/StructTreeRoot"]) if "/Alt" in obj]
    assert len(alternatives) == len(usual["north"].pictures)
    assert all(len(str(text)) > 20 for text in alternatives)


def structure(node: object) -> list[dict[str, object]]:
    """Every element below a node of the tree of tags."""
    found, pending = [], [node]
    while pending:
        item = pending.pop()
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, list):
            pending += item
        elif isinstance(item, dict):
            found.append(item)
            if "/K" in item:
                pending.append(item["/K"])
    return found


@pytest.mark.parametrize("paper", SIZES)
def test_the_paper_is_what_the_network_wants(paper: Paper) -> None:
    document = PdfReader(io.BytesIO(to_pdf(read_tree(page_of("<p>Text</p>")), paper, MADE_AT)))
    box = document.pages[0].mediabox
    assert (round(box.width), round(box.height)) == SIZES[paper]


@pytest.mark.parametrize(
    "text",
    ["#sys.inputs", "*bold* _it_ $x$ @ref <label>", "= Heading", '"; #panic("x")', "\\ // /**/ `raw`"],
)
def test_text_is_never_read_as_typesetting(text: str) -> None:
    escaped = text.replace("<", "&lt;").replace('"', "&quot;")
    content = to_pdf(read_tree(page_of(f"<p>{escaped}</p>")), "a4", MADE_AT)
    assert squeezed(text) in text_of(PdfReader(io.BytesIO(content)))


def test_a_word_without_end_breaks_no_page() -> None:
    head = "<table><caption>C</caption><thead><tr><th>N</th></tr></thead>"
    rows = f"{head}<tbody><tr><td>{'W' * 10_000}</td></tr></tbody></table>"
    assert PdfReader(io.BytesIO(to_pdf(read_tree(page_of(rows)), "a4", MADE_AT))).pages


def test_the_same_page_gives_the_same_bytes(usual_home: Home, usual: dict[str, Page]) -> None:
    content = (usual_home.reports / "2026-W46" / "quay" / "report.pdf").read_bytes()
    assert to_pdf(read_tree(usual["quay"].source), "a4", MADE_AT) == content


def pages_of(body: str) -> list[str]:
    document = PdfReader(io.BytesIO(to_pdf(read_tree(page_of(body)), "a4", MADE_AT)))
    return [squeezed(page.extract_text()) for page in document.pages]


def table_of(rows: int, name: str = "R") -> str:
    head = '<table><caption>Caption</caption><thead><tr><th>Label</th><th class="number">N</th></tr></thead>'
    body = "".join(f'<tr><th>{name}{n:02}.</th><td class="number">{n}</td></tr>' for n in range(1, rows + 1))
    return f"{head}<tbody>{body}</tbody></table>"


def lines(count: int) -> str:
    return "<p>line</p>" * count


@pytest.mark.parametrize("above", [49, 51, 53, 55])
def test_a_short_table_is_never_divided(above: int) -> None:
    holding = [page for page in pages_of(lines(above) + table_of(6)) if "R01." in page or "R06." in page]
    assert len(holding) == 1
    assert holding[0].count("Label") == 1


@pytest.mark.parametrize("above", [49, 51, 53, 55])
def test_a_long_table_takes_its_caption_along_and_leaves_no_head_behind(above: int) -> None:
    body = table_of(60).replace("<th>R02.</th>", f"<th>{'a long name ' * 5}</th>")
    for page in pages_of(lines(above) + body):
        assert page.count("Label") == ("R" in page)
        assert ("Caption" in page) == ("R01." in page)


def test_a_long_table_of_narrow_columns_stands_in_parts_side_by_side() -> None:
    (page,) = pages_of(table_of(90))
    assert page.count("Label") > 2
    assert all(f"R{n:02}." in page for n in range(1, 91))


def test_a_square_picture_stands_beside_what_is_said_of_it() -> None:
    drawing = '<svg width="300" height="300" viewBox="0 0 300 300"><rect width="300" height="300"/></svg>'
    picture = f'<div class="chart" role="img" aria-label="A square">{drawing}</div>'
    tall = f'<figure class="tall"><figcaption>Square</figcaption>{picture}</figure>'
    facts = f'<ul class="facts">{"<li>said</li>" * 20}</ul>'
    body = f'<div class="figures">{facts}{tall}</div>' * 2
    assert len(pages_of(body)) == 1
    assert len(pages_of(body.replace('class="figures"', ""))) == 2
