"""What reports cost: processor seconds and bytes of every format, over all audiences of a home.

    .venv/bin/python -m benchmarks.reports HOME

Belongs here: measuring. Doesn't: making the home; any published file will do. Nothing is written into it.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import wraps
from inspect import isfunction
from pathlib import Path

from ingest.home import Home
from reports.formats.page_tree import read_tree
from reports.formats.pdf import to_pdf
from reports.formats.workbook import to_workbook
from reports.laying_out import Desk
from reports.numbers.listing import write_list
from reports.publication import open_publication


def time_charts(spent: dict[str, float]) -> None:
    """Count under `charts` what making every chart takes, wherever a page's part calls one.

    Charts are the functions of `reports.charts` by whose name a module of `reports` calls them.
    """

    def timed(chart: Callable[..., object]) -> Callable[..., object]:
        @wraps(chart)
        def call(*args: object, **kwargs: object) -> object:
            began = time.process_time()
            try:
                return chart(*args, **kwargs)
            finally:
                spent["charts"] += time.process_time() - began

        return call

    for name, module in list(sys.modules.items()):
        if name.startswith("reports.") and not name.startswith("reports.charts"):
            for own, value in list(vars(module).items()):
                made_in = getattr(value, "__module__", "")
                if isfunction(value) and made_in.startswith("reports.charts.") and own.endswith("_chart"):
                    setattr(module, own, timed(value))


def main(home: Home) -> None:
    """Measure and print."""
    spent = dict.fromkeys(("page", "numbers", "PDF", "workbook"), 0.0)
    sizes = dict.fromkeys(spent, 0)
    of_pages = {"charts": 0.0}
    time_charts(of_pages)

    def measured(what: str, make: Callable[[], bytes]) -> bytes:
        began = time.process_time()
        content = make()
        spent[what] += time.process_time() - began
        sizes[what] += len(content)
        return content

    with open_publication(home) as publication:
        began = time.process_time()
        desk = Desk.of(home, publication, "en")
        audiences, known_at = list(desk.audiences), publication.run.known_at
        for audience in audiences:
            html = measured("page", lambda audience=audience: desk.lay_out(audience).html.encode())
            tree = read_tree(html.decode())
            measured("numbers", lambda audience=audience, tree=tree: write_list(publication, audience, tree))
            measured("PDF", lambda tree=tree: to_pdf(tree, "a4", known_at))
            measured("workbook", lambda tree=tree: to_workbook(tree, desk.words, known_at))
        total = time.process_time() - began
    for what, seconds in spent.items():
        each = seconds / len(audiences)
        print(
            f"{what:<10}{seconds:8.1f} s{each:8.2f} s each{sizes[what] / len(audiences) / 1e3:8.0f} kB each"
        )
    share = of_pages["charts"] / spent["page"]
    print(f"of the pages {of_pages['charts']:.1f} s ({share:.0%}) are their charts")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{len(audiences)} audiences, {total:.1f} s of processor time, {memory:.0f} MB at most")


if __name__ == "__main__":
    main(Home(Path(sys.argv[1]).resolve()))
