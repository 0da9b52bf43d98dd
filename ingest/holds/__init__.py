"""Deliveries that a person has to look at before they are taken: the guards of the door.

Belongs here: one module per guard, and asking them in turn. Doesn't: the limits (`configuration.holds`),
keeping held files (`kept_files`), what people decide (`hold_decisions`).

A guard compares a delivery with what was landed before it, never with what it ought to be: the sender may
well be right. What a person has released isn't asked about again.
"""

from __future__ import annotations

import polars as pl

from ingest.deliveries import Held
from ingest.holds.changed_ids import changed_ids
from ingest.holds.lost_answers import lost_answers
from ingest.holds.lost_fields import lost_fields
from ingest.holds.other_files import others_files
from ingest.holds.question import Findings, Question
from ingest.holds.withdrawals import mass_withdrawals
from ingest.landing_tables import CHECKS

GUARDS = (others_files, changed_ids, mass_withdrawals, lost_fields, lost_answers)
"""In the order in which a file's first hold is named: the one that explains most stands first."""


def find_holds(question: Question) -> Findings:
    """Ask every guard about files that are about to be taken."""
    if not question.open_files or question.landed.is_empty():
        return Findings()
    held: dict[int, Held] = {}
    flags = [pl.DataFrame(schema=CHECKS)]
    for guard in GUARDS:
        found = guard(question)
        held = {**found.held, **held}
        flags.append(found.flags)
    return Findings(held, pl.concat(flags))


__all__ = ["Findings", "Question", "find_holds"]
