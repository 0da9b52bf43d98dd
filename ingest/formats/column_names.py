"""How messages speak of columns.

Belongs here: words for columns that a file lacks. Doesn't: deciding that it lacks them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def with_hint(name: str, header: Iterable[str]) -> str:
    """Name a missing column; a header's word is shown only where it is nearly the name itself.

    A header isn't listed: if its line's end is lost, it holds somebody's answers.
    """
    by_folded = {column.casefold(): column for column in header if column}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.8)
    return f"`{name}` (did you mean `{by_folded[close[0]]}`?)" if close else f"`{name}`"
