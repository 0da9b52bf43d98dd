"""Files that seem to be another clinic's: sent, or put into the wrong folder.

Belongs here: noticing it, by the bytes and by the people that a file names. Doesn't: whose it is; a person
says so.

Two clinics may number their people alike. Then identifiers tell nothing, which shows in those that the
clinic already has: only where these are its own does a file full of another's stand out.
"""

from __future__ import annotations

import polars as pl

from ingest.deliveries import Arrival, Held
from ingest.formats.text_table import FILE_COLUMN
from ingest.holds.question import PLURALS, WHO, Findings, Question
from ingest.landing_tables import CHECKS
from ingest.pseudonyms import KeyKind
from ingest.rules import HOLD_OTHER_CLINIC

SHARED_NUMBERING = 0.1
"""Where another clinic has more than this share of a clinic's own identifiers, they number people alike."""
ROWS_ALIKE_BY_CHANCE = 2
"""Files of so few rows may be the same, byte by byte, although two clinics have written them."""


def others_files(question: Question) -> Findings:
    """Hold files that another clinic has sent before, or whose new people are another clinic's."""
    if question.inspection.export.where:
        return Findings()  # a file of several clinics, of which each takes its own rows
    held: dict[int, Held] = {}
    flags = [pl.DataFrame(schema=CHECKS)]
    for position, arrival in question.open_files.items() if WHO[question.verdict.feed] else ():
        owner = _sent_by(question, arrival)
        if owner is not None and question.rows_of(position).height > ROWS_ALIKE_BY_CHANCE:
            what = f"The same file, byte by byte, was taken as {owner}'s."
            held[position] = question.held(position, HOLD_OTHER_CLINIC, what)
    for kind in WHO[question.verdict.feed]:
        for position, (clinic_id, new, shared) in _foreign(question, kind).items():
            what = f"Of {new:,} {PLURALS[kind]} that are new here {shared:,} are {clinic_id}'s."
            if _has_own_numbering(question, kind, clinic_id):
                held.setdefault(position, question.held(position, HOLD_OTHER_CLINIC, what))
            elif not question.known_before[kind].height:
                flags.append(
                    question.flag(
                        f"{kind}_identifiers_are_new",
                        f"A clinic's first files name its own people. {what} Unless both number their people "
                        "alike, a file lies in the wrong folder.",
                        question.limits.foreign_share,
                        new,
                        shared,
                    )
                )
    return Findings(held, pl.concat(flags))


def _sent_by(question: Question, arrival: Arrival) -> str | None:
    """Return the other clinic that the same bytes were taken from, if any."""
    own = question.inspection.clinic.clinic
    return next(
        (
            clinic_id
            for clinic_id in sorted(question.registry.clinics)
            if clinic_id != own and question.others.has_taken(clinic_id, arrival.sha256)
        ),
        None,
    )


def _foreign(question: Question, kind: KeyKind) -> dict[int, tuple[str, int, int]]:
    """Return the files of which most identifiers are new, and most of these one other clinic's.

    Position -> that clinic, identifiers that are new, how many of them are its.
    """
    limits = question.limits
    known = question.known_before[kind]["key"].implode()
    named = (
        question.landed.filter(pl.col(FILE_COLUMN).is_in(list(question.open_files)))
        .select(FILE_COLUMN, pl.col(f"{kind}_key").alias("key"))
        .drop_nulls()
        .unique()
    )
    new = named.filter(~pl.col("key").is_in(known), pl.len().over(FILE_COLUMN) >= limits.foreign_ids)
    counts = dict(named.group_by(FILE_COLUMN).len().iter_rows())
    many = {
        position: rows
        for position, rows in new.group_by(FILE_COLUMN).len().iter_rows()
        if rows >= limits.foreign_ids and rows > limits.foreign_share * counts[position]
    }
    if not many:
        return {}
    words = pl.concat([frame for of_kind, frame in question.verdict.identities if of_kind == kind]).unique(
        "key"
    )
    texts = new.filter(pl.col(FILE_COLUMN).is_in(list(many))).join(words, on="key")
    found: dict[int, tuple[str, int, int]] = {}
    for clinic_id in sorted(question.registry.clinics):
        if clinic_id == question.inspection.clinic.clinic:
            continue
        theirs = question.others.identifiers(clinic_id, kind).implode()
        shared = texts.filter(pl.col("local_id").is_in(theirs)).group_by(FILE_COLUMN).len()
        for position, rows in shared.iter_rows():
            if rows > limits.foreign_share * many[position] and rows > found.get(position, ("", 0, 0))[2]:
                found[position] = (clinic_id, many[position], rows)
    return found


def _has_own_numbering(question: Question, kind: KeyKind, clinic_id: str) -> bool:
    """Say whether the clinic's own identifiers differ from those of another one."""
    own = question.known_before[kind]["local_id"]
    if own.len() < question.limits.foreign_ids:
        return False
    alike = own.is_in(question.others.identifiers(clinic_id, kind).implode()).sum()
    return int(alike) <= SHARED_NUMBERING * own.len()
