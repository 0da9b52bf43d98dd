"""Reads a rendered page as a browser's accessibility tree would: headings, pictures, tables, text.

Belongs here: parsing with the standard library. Doesn't: what must stand on a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "hr", "input"}
INLINE = {"a", "span", "strong", "data", "time", "code"}


@dataclass(eq=False, repr=False)  # a tree that names its parents has no end when printed
class Element:
    """One element with its attributes, text and children."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    parts: list[str | Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, as it is read: no style, no pictures, spaces between blocks."""
        if self.tag in ("style", "script", "svg"):
            return ""
        inside = "".join(part if isinstance(part, str) else part.text for part in self.parts)
        plain = inside.replace("\u2068", "").replace("\u2069", "")
        return plain if self.tag in INLINE else f" {plain} "

    def all(self, tag: str) -> list[Element]:
        """Every element of that name inside."""
        found = []
        for child in self.children:
            found += [child] if child.tag == tag else []
            found += child.all(tag)
        return found

    def every(self) -> list[Element]:
        """Every element inside."""
        return [self, *(inner for child in self.children for inner in child.every())]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {})
        self.current = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.current)
        self.current.children.append(element)
        self.current.parts.append(element)
        if tag not in VOID:
            self.current = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.current = self.current.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        if self.current.tag != tag:
            self.faults.append(f"</{tag}> closes <{self.current.tag}>")
            return
        self.current = self.current.parent or self.root

    def handle_data(self, data: str) -> None:
        self.current.parts.append(data)


@dataclass(eq=False, repr=False)  # a tree that names its parents has no end when printed
class Page:
    """A parsed page."""

    source: str
    root: Element
    faults: list[str]

    @property
    def text(self) -> str:
        """Everything that is read, spaces collapsed."""
        return " ".join(self.root.all("body")[0].text.split())

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text of each heading, in order."""
        return [
            (int(element.tag[1]), " ".join(element.text.split()))
            for element in self.root.every()
            if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
        ]

    @property
    def pictures(self) -> list[Element]:
        """Every picture."""
        return [element for element in self.root.every() if element.attributes.get("role") == "img"]

    @property
    def scripts(self) -> list[str]:
        """Text of every script, as it stands in the page."""
        return ["".join(str(part) for part in e.parts) for e in self.root.every() if e.tag == "script"]

    @property
    def tables(self) -> list[Element]:
        """Every table."""
        return self.root.all("table")

    def section(self, anchor: str) -> str:
        """Text of the element with that id, spaces collapsed."""
        (found,) = [e for e in self.root.every() if e.attributes.get("id") == anchor]
        return " ".join(found.text.split())

    def section_of_class(self, name: str) -> str:
        """Text of the element with that class, spaces collapsed."""
        (found,) = [e for e in self.root.every() if e.attributes.get("class") == name]
        return " ".join(found.text.split())

    def rows_or_none(self, caption: str) -> list[list[str]] | None:
        """As `rows`; None where no caption holds it."""
        captions = [table.all("caption")[0].text for table in self.tables]
        return self.rows(caption) if any(caption in text for text in captions) else None

    def rows(self, caption: str) -> list[list[str]]:
        """Cells of the one table whose caption holds `caption`, heading row included."""
        (found,) = [t for t in self.tables if caption in t.all("caption")[0].text]
        return [
            [" ".join(cell.text.split()) for cell in row.every() if cell.tag in ("th", "td")]
            for row in found.all("tr")
        ]


def read_page(content: bytes) -> Page:
    """Parse a page."""
    reader = _Reader()
    source = content.decode()
    reader.feed(source)
    reader.close()
    return Page(source, reader.root, reader.faults)
