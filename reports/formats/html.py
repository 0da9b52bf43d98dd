"""HTML that stands alone: style sheet, pictures and one small script inside, no request.

Belongs here: the template environment. Doesn't: pages and templates of single reports.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from reports.components import Table
from reports.design.scripts import script, script_sources
from reports.design.stylesheet import stylesheet
from reports.numbers.marking import MarkedPage, mark_numbers
from reports.words.catalogue import Words
from reports.words.told import collecting_spots

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_REPORTS = Path(__file__).parents[1]
_QUOTED = re.compile(r"`([^`<\n]+)`")


def html_environment(words: Words) -> Environment:
    """Return the templates' environment: everything is escaped but the style sheet and our own drawings."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader([_REPORTS / "templates", _REPORTS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        say=words.say,
        means=words.means,
        language=words.language,
        direction=words.direction,
        stylesheet=Markup(stylesheet()),  # noqa: S704 - our own file
        script=_own_script,
        script_sources=Markup(script_sources()),  # noqa: S704 - checksums
    )
    environment.filters["drawing"] = _drawing
    environment.filters["code_words"] = _code_words
    environment.filters["css_text"] = _css_text
    environment.filters["labels_for_cells"] = _labels_for_cells
    return environment


def _css_text(text: str) -> str:
    """Return a text as a string of CSS."""
    return '"' + " ".join(text.replace("\\", "\\\\").replace('"', '\\"').split()) + '"'


def _labels_for_cells(table: Table) -> str:
    """Return the headings as CSS properties (`--c2` is the second), which a phone writes before each cell."""
    return "".join(f"--c{n}:{_css_text(c.label)};" for n, c in enumerate(table.columns[1:], 2) if c.label)


def _own_script(name: str) -> Markup:
    """Pass one of our two scripts through."""
    from markupsafe import Markup

    return Markup(script(name))  # noqa: S704 - our own file


def _code_words(cell: object) -> object:
    """Set what a sentence quotes with backticks, names of keys and commands, as code."""
    from markupsafe import Markup, escape

    if not isinstance(cell, str) or "`" not in cell:
        return cell
    return Markup(_QUOTED.sub(r"<code>\1</code>", str(escape(cell))))  # noqa: S704 - escaped before


def _drawing(svg: str) -> Markup:
    """Pass a drawing through: vega has escaped every text in it."""
    from markupsafe import Markup

    return Markup(svg)  # noqa: S704 - made by `reports.charts.drawing` alone


def to_html(environment: Environment, template: str, page: object, audience: str, week: str) -> MarkedPage:
    """Return the page laid out by its template, its numbers with their ids."""
    with collecting_spots() as spots:
        text = environment.get_template(template).render(page=page)
    return mark_numbers(text, spots, audience, week)
