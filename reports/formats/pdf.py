"""The page as PDF: tagged, with a text for every picture, the same bytes each time.

Belongs here: turning a page's tree into what the Typst template lays out. Doesn't: the page, the template
(`page.typ`). Texts are handed over as data, so that none of them can be read as a command of the typesetter.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reports.design.palette import SERIES
from reports.formats.page_tree import Node, PageTree

if TYPE_CHECKING:
    import typst

Paper = Literal["a4", "letter"]
Item = dict[str, Any]

_TYPST_PAPER: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}
_TEMPLATE = Path(__file__).with_name("page.typ")
_LEFT_OUT = ("skip", "on-screen", "more", "hidden")
_SVG_WIDTH = re.compile(r'<svg [^>]*?width="([\d.]+)"')
_NAME_JOINT = re.compile(r"(\w[_/.-])(?=\w)")
_LONG_NAME = re.compile(r"\S{15,}")
_POINTS_PER_PX = 0.75
_SHORT = 14
"""Characters of a text that is never broken over lines in a table."""
_NARROW = 10
"""Characters that a heading has in a line at least, however short its cells."""
_WIDEST = 400
"""Points: what a drawing may take of the page's width."""


def to_pdf(tree: PageTree, paper: Paper, made_at: dt.datetime) -> bytes:
    """Return the page as PDF/UA; `made_at` (UTC, naive) is what it says about when it was made."""
    html = tree.root.first("html")
    content = {
        "title": tree.title.translate(_ISOLATES),
        "author": "Rapport",
        "language": tree.language,
        "direction": html.attributes.get("dir", "ltr") if html else "ltr",
        "paper": _TYPST_PAPER[paper],
        "items": list(_items(tree.root.first("body") or tree.root, tree)),
    }
    made = _compiler().compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"page": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=made_at.replace(microsecond=0, tzinfo=dt.UTC),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    import typst  # a tenth of a second, and the fonts are looked for once

    return typst.Compiler()


_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


def _items(node: Node, tree: PageTree) -> Iterator[Item]:
    """What stands in an element, block by block."""
    for child in node.elements:
        if any(child.has_class(name) for name in _LEFT_OUT):
            continue
        make = _MAKERS.get(child.tag)
        if make is not None:
            yield from make(child, tree)
        elif child.attributes.get("role") == "img":
            yield from _image(child, tree)
        elif child.has_class("figures"):
            yield from _figures(child, tree)
        elif child.has_class("headline"):
            yield from _headline(child, tree)
        else:
            yield from _items(child, tree)


def _paragraph(node: Node, tree: PageTree) -> Iterator[Item]:
    if node.has_class("value"):
        kind = "value"
    elif any(node.has_class(name) for name in ("kicker", "period", "note", "network", "fact")):
        kind = "soft"
    else:
        kind = "text"
    yield {"kind": kind, "text": node.text}


def _heading(node: Node, tree: PageTree) -> Iterator[Item]:
    yield {"kind": "heading", "level": int(node.tag[1]), "text": node.text}


def _list(node: Node, tree: PageTree) -> Iterator[Item]:
    entries = [entry for entry in node.elements if entry.tag == "li"]
    if node.has_class("tiles"):
        yield {"kind": "tiles", "items": [list(_items(entry, tree)) for entry in entries]}
    elif node.has_class("banners"):
        for entry in entries:
            title = entry.first("strong")
            heading = title.text if title else ""
            rest = entry.text.removeprefix(heading).strip()
            yield {
                "kind": "banner",
                "caution": entry.has_class("banner-caution"),
                "title": heading,
                "text": rest,
            }
    else:
        yield {"kind": "list", "items": [entry.text for entry in entries]}


def _terms(node: Node, tree: PageTree) -> Iterator[Item]:
    items = []
    for group in node.elements:
        label, value = group.first("dt"), group.first("dd")
        remark = value.first("span") if value else None
        told = value.text if value else ""
        said = remark.text if remark else ""
        items.append(
            {
                "label": label.text if label else "",
                "value": told.removesuffix(said).strip(),
                "remark": said,
            }
        )
    yield {"kind": "terms", "items": items}


def _headline(node: Node, tree: PageTree) -> Iterator[Item]:
    """What the page says first stands in larger letters."""
    items = list(_items(node, tree))
    first = next((n for n, item in enumerate(items) if item["kind"] == "text"), len(items))
    yield from items[:first]
    yield from ({**item, "kind": "lead"} for item in items[first : first + 1])
    yield from items[first + 1 :]


def _figures(node: Node, tree: PageTree) -> Iterator[Item]:
    """Pictures and their sentences: a square picture without a table stands beside what else there is."""
    tall = [child for child in node.elements if child.has_class("tall") and not child.first("table")]
    others = [child for child in node.elements if child not in tall]
    if len(tall) == 1 and others:
        columns = [list(_items(Node("div", children=list(part)), tree)) for part in (others, tall)]
        yield {"kind": "columns", "columns": columns}
    else:
        yield from _items(node, tree)


def _figure(node: Node, tree: PageTree) -> Iterator[Item]:
    """A picture stays with its title, and stands beside its table where both are narrow."""
    items = list(_items(node, tree))
    drawn = next((n for n, item in enumerate(items) if item["kind"] == "image"), None)
    table = next((n for n, item in enumerate(items) if item["kind"] == "table"), None)
    if drawn is None or table != drawn + 1:
        yield {"kind": "box", "items": items}
        return
    yield {
        "kind": "pictured",
        "head": items[:drawn],
        "image": items[drawn],
        "table": items[table],
        "rest": items[table + 1 :],
    }


def _caption(node: Node, tree: PageTree) -> Iterator[Item]:
    yield {"kind": "strong", "text": node.text}


def _image(node: Node, tree: PageTree) -> Iterator[Item]:
    drawing = node.first("svg")
    if drawing is None:
        return
    svg = tree.drawings[int(drawing.attributes["data-n"])]
    found = _SVG_WIDTH.search(svg)
    width = min(float(found.group(1)) * _POINTS_PER_PX, _WIDEST) if found else _WIDEST
    if node.has_class("chart-small"):
        width = min(width, 150)
    alt = node.attributes.get("aria-label", "").translate(_ISOLATES)
    yield {"kind": "image", "svg": svg, "alt": alt, "width": width}


def _table(node: Node, tree: PageTree) -> Iterator[Item]:
    caption, head, body = node.first("caption"), node.first("thead"), node.first("tbody")
    columns = list(head.every("th", "td")) if head else []
    cells = [
        [cell for cell in row.elements if cell.tag in ("th", "td")]
        for row in (body.every("tr") if body else ())
    ]
    longest = [max([0, *(len(row[n].text) for row in cells)]) for n in range(len(columns))]
    is_fixed = [c.has_class("number") or longest[n] <= _SHORT for n, c in enumerate(columns)]
    yield {
        "kind": "table",
        "caption": caption.text if caption else "",
        "columns": [
            # Numbers and short names take what they need; longer texts share the rest by their length's root.
            {
                "label": _folded(cell.text, longest[n]) if is_fixed[n] else cell.text,
                "number": cell.has_class("number"),
                "fixed": is_fixed[n],
                "share": max(longest[n], len(cell.text), 1) ** 0.5,
            }
            for n, cell in enumerate(columns)
        ],
        "rows": [
            [cell.text if is_fixed[n] else _breakable(cell.text) for n, cell in enumerate(row)]
            for row in cells
        ],
        "swatches": [_swatch(row) for row in cells],
    }


def _folded(label: str, width: int) -> str:
    """A heading on as many lines as keep it no wider than its column's cells, or its longest word."""
    lines = textwrap.wrap(label, max(width, _NARROW), break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def _swatch(row: list[Node]) -> str:
    """The colour that stands for a row in the picture above it; empty where none does."""
    mark = row[0].first("span") if row else None
    names = mark.attributes.get("class", "") if mark else ""
    return next((colour.light for colour in SERIES if f"swatch-{colour.name}" in names.split()), "")


def _breakable(text: str) -> str:
    """The text with places to break in long names that have no space; short ones and numbers stay whole."""
    return _LONG_NAME.sub(lambda name: _NAME_JOINT.sub("\\1\u200b", name.group()), text)


def _nothing(node: Node, tree: PageTree) -> Iterator[Item]:
    yield from ()


_MAKERS = {
    "p": _paragraph,
    "h1": _heading,
    "h2": _heading,
    "h3": _heading,
    "h4": _heading,
    "ul": _list,
    "ol": _list,
    "dl": _terms,
    "figure": _figure,
    "figcaption": _caption,
    "table": _table,
    "nav": _nothing,
    "summary": _nothing,
}
