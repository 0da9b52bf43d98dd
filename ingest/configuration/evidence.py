"""How well a number is known, and who says so.

Belongs here: the evidence marks, and the shape in which one mark, or one for each fact, is written.
Doesn't: which facts an instrument consists of (`facts`), nor the numbers themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

Evidence = Literal["verified", "recomputed", "confirmed", "memory", "house", "unsure"]

MEANINGS: dict[Evidence, str] = {
    "verified": "seen in the named source",
    "recomputed": "from memory, and recomputing from it gives the published figures",
    "confirmed": "read by the home in its own licensed manual",
    "memory": "from memory, not seen in a source",
    "house": "our own default, because no published rule was found",
    "unsure": "doubtful: kept as a fact about the form, never used in a score or a verdict",
}
"""What each mark says, from the strongest to the weakest."""

Source = Annotated[str, Field(min_length=1)]


def one_or_each(facts: Sequence[str]) -> Callable[[Any], Any]:
    """Make a validator that lets one word stand for every fact: `verified`, or `{count: verified, ...}`."""

    def spread(value: Any) -> Any:
        return dict.fromkeys(facts, value) if isinstance(value, str) else value

    return spread


def require_each(given: Mapping[Any, object], facts: Sequence[str], key: str) -> None:
    """Raise ValueError naming the facts that a mapping leaves out."""
    lacking = [fact for fact in facts if fact not in given]
    if lacking:
        raise ValueError(f"`{key}` leaves out: {', '.join(lacking)}")


def weakest(marks: Sequence[Evidence]) -> Evidence:
    """Return the weakest of some marks, which is all that a number made of them can claim."""
    order = list(MEANINGS)
    return max(marks, key=order.index)
