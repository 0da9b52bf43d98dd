"""What a report is to the renderer: who it is for, its page model, its template.

Belongs here: that shape. Doesn't: any report; each has its folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.home import Home
from reports.publication import Publication
from reports.words.catalogue import Words


@dataclass(frozen=True)
class Report:
    """One kind of report. `page(publication, audience, words, home)` returns what the template lays out."""

    kind: str
    audiences: Callable[[Publication], Sequence[str]]
    page: Callable[[Publication, str, Words, Home], object]
    template: str
