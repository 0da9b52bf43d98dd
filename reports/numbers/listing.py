"""The list of a report's numbers that lies beside it: `numbers.json`.

Belongs here: what stands in it and how it is written and read. Doesn't: where a number comes from, which is
worked out again by whoever asks (`explaining`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.formats.page_tree import Node, PageTree
from reports.publication import Publication

FILE_NAME = "numbers.json"
_BLOCKS = frozenset({"p", "li", "figcaption", "dd", "dt", "caption", "h3"})
_HEADINGS = ("h2", "h3")


@dataclass(frozen=True)
class ListedNumber:
    """One number: its id, how it was written, its value at that precision, where it stands first."""

    number_id: str
    text: str
    value: int | float
    unit: str
    sign: str
    where: tuple[str, ...]
    sentence: str


def listed_numbers(tree: PageTree) -> tuple[ListedNumber, ...]:
    """Return every number of a page that has an id, once, in the page's order."""
    found: dict[str, ListedNumber] = {}
    for node, where, sentence in _places(tree.root, {}, ""):
        number_id = node.attributes["title"]
        if number_id not in found:
            raw = node.attributes["value"]
            found[number_id] = ListedNumber(
                number_id,
                node.text,
                float(raw) if "." in raw or "e" in raw else int(raw),
                node.attributes.get("data-unit", ""),
                node.attributes.get("data-sign", ""),
                where,
                sentence,
            )
    return tuple(found.values())


def write_list(publication: Publication, audience: str, tree: PageTree) -> bytes:
    """Return the list as JSON, the same bytes for the same page."""
    run = publication.run
    content = {
        "audience": audience,
        "week": run.week,
        "run_id": run.run_id,
        "known_at": run.known_at.isoformat(),
        "code_version": run.code_version,
        "schema_version": run.schema_version,
        "language": tree.language,
        "numbers": [
            {
                "id": number.number_id,
                "text": number.text,
                "value": number.value,
                "unit": number.unit,
                "sign": number.sign,
                "where": list(number.where),
                "sentence": number.sentence,
            }
            for number in listed_numbers(tree)
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_list(path: Path) -> tuple[dict[str, ListedNumber], str]:
    """Return the numbers of a list by their ids, and its report's language. Raises FileNotFoundError."""
    content = json.loads(path.read_text(encoding="utf-8"))
    numbers = {
        entry["id"]: ListedNumber(
            entry["id"],
            entry["text"],
            entry["value"],
            entry["unit"],
            entry["sign"],
            tuple(entry["where"]),
            entry["sentence"],
        )
        for entry in content["numbers"]
    }
    return numbers, content["language"]


def _places(
    node: Node, headings: dict[str, str], sentence: str
) -> Iterator[tuple[Node, tuple[str, ...], str]]:
    """Every marked number, the headings above it, and the sentence, or row and column, around it."""
    for child in node.elements:
        if child.tag in _HEADINGS:
            headings[child.tag] = child.text
            if child.tag == "h2":
                headings.pop("h3", None)
        if child.tag == "table":
            yield from _places_in_table(child, tuple(headings.values()))
        elif child.tag == "data" and "title" in child.attributes:
            yield child, tuple(headings.values()), sentence
        else:
            yield from _places(child, headings, child.text if child.tag in _BLOCKS else sentence)


def _places_in_table(table: Node, above: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...], str]]:
    caption = table.first("caption")
    head = table.first("thead")
    columns = [cell.text for cell in head.every("th", "td")] if head else []
    where = (*above, caption.text) if caption else above
    for row in table.every("tr"):
        cells = [cell for cell in row.elements if cell.tag in ("th", "td")]
        for position, cell in enumerate(cells):
            column = columns[position] if position < len(columns) else ""
            said = ": ".join(text for text in (cells[0].text if position else "", column) if text)
            for number in cell.every("data"):
                if "title" in number.attributes:
                    yield number, where, said
