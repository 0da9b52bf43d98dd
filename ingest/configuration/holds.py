"""When a delivery waits for a person: the limits, by network, clinic and export.

Belongs here: the keys of `holds`, their defaults and reasons. Doesn't: looking at a delivery
(`ingest.holds`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ingest.configuration.strict import Strict

Share = Annotated[float, Field(ge=0, le=1)]
Rows = Annotated[int, Field(ge=1, le=1_000_000_000)]


class Holds(Strict):
    """Limits beyond which a delivery is held; a share of 1 is never exceeded and so turns a rule off."""

    withdrawn_share: Share = Field(
        0.2,
        description="A full snapshot that lacks more than this share of what stood in the one before is "
        "held. A clinic's list loses a few per cent a week; a fifth is an export that broke off.",
    )
    withdrawn_rows: Rows = Field(
        20, description="... if it lacks at least so many: in a short list a few people are soon a fifth."
    )
    foreign_share: Share = Field(
        0.5,
        description="A file is held if more than this share of the identifiers that are new here, and "
        "most of the file's, belong to one other clinic. Few clients move; half of them is another's file.",
    )
    foreign_ids: Rows = Field(
        10, description="... if at least so many identifiers are new here: fewer can be clients who moved."
    )
    lost_field_share: Share = Field(
        0.5,
        description="A column counts as lost if it is empty throughout, and was filled in more than this "
        "share of the rows of the last deliveries: rarely filled columns may well be empty for once.",
    )
    lost_field_rows: Rows = Field(
        20,
        description="... in a file of at least so many rows. It is held if it would empty as many values "
        "that are known; else the loss is only flagged.",
    )
    known_ids_share: Share = Field(
        0.2,
        description="A file is held if less than this share of its clients or courses is known here although "
        "more than `known_ids_usual` of them usually are: then the identifiers have changed.",
    )
    known_ids_usual: Share = Field(
        0.5,
        description="Share of a delivery's clients or courses that the deliveries before it have mentioned, "
        "from which on they are expected to be known.",
    )
    known_ids: Rows = Field(20, description="... in a file that names at least so many of them.")


class HoldsOverride(Strict):
    """What a clinic or an export sets differently."""

    withdrawn_share: Share | None = None
    withdrawn_rows: Rows | None = None
    foreign_share: Share | None = None
    foreign_ids: Rows | None = None
    lost_field_share: Share | None = None
    lost_field_rows: Rows | None = None
    known_ids_share: Share | None = None
    known_ids_usual: Share | None = None
    known_ids: Rows | None = None


def effective(network: Holds, *overrides: HoldsOverride) -> Holds:
    """Return the limits that hold for an export: the network's, then the clinic's, then its own."""
    changes = {
        key: value for override in overrides for key, value in override if value is not None
    }  # the later ones win
    return network.model_copy(update=changes)
