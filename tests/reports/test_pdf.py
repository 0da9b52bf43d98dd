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
