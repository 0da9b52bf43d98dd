"""A page of ours read back as a tree: what the other formats and the list of numbers are made from.

Belongs here: that tree, and finding things in it. Doesn't: what a format makes of it.

The HTML is the one master: the PDF, the workbook and `numbers.json` hold what stands in it and nothing else.
Its drawings are kept apart, so that they aren't parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_UNREAD = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)
_VOID = frozenset({"meta", "link", "br", "img", "input"})
_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
_SPACES = re.compile(r"[ \t\r\n]+")
INLINE = frozenset({"a", "span", "strong", "em", "data", "time", "code", "abbr", "b", "i", "sup"})


@dataclass(eq=False)
class Node:
    """One element."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything that is read in it, spaces collapsed, without marks of writing direction."""
        return _SPACES.sub(" ", "".join(self._pieces()).translate(_ISOLATES)).strip(" ")

    def _pieces(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag in INLINE:
                yield from child._pieces()
            else:
                yield " "
                yield from child._pieces()
                yield " "

    @property
    def elements(self) -> list[Node]:
        """The elements directly inside."""
        return [child for child in self.children if isinstance(child, Node)]

    def every(self, *tags: str) -> Iterator[Node]:
        """Every element inside with one of these names, in order; all of them without names."""
        for child in self.elements:
            if not tags or child.tag in tags:
                yield child
            yield from child.every(*tags)

    def first(self, *tags: str) -> Node | None:
        """The first of them."""
        return next(self.every(*tags), None)

    def has_class(self, name: str) -> bool:
        """Whether the element has this class."""
        return name in self.attributes.get("class", "").split()


@dataclass(frozen=True)
class PageTree:
    """A page: its tree, and its drawings by the number that stands in their place (`<svg data-n="3">`)."""

    root: Node
    drawings: tuple[str, ...]

    @property
    def language(self) -> str:
        """The page's language."""
        html = self.root.first("html")
        return html.attributes.get("lang", "en") if html else "en"

    @property
    def title(self) -> str:
        """The document's title."""
        title = self.root.first("title")
        return title.text if title else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise ValueError(f"</{tag}> where <{self.open[-1].tag}> is open")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_tree(html: str) -> PageTree:
    """Read a page that we have laid out ourselves. Raises ValueError where its elements don't nest."""
    drawings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        drawings.append(match.group())
        return f'<svg data-n="{len(drawings) - 1}"></svg>'

    reader = _Reader()
    reader.feed(_DRAWING.sub(keep, _UNREAD.sub("", html)))
    reader.close()
    return PageTree(reader.root, tuple(drawings))
