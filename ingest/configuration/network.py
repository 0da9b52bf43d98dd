"""The schema of `rapport.yml`: what holds for the whole network.

Belongs here: keys of that file, their defaults and reasons. Doesn't: anything that one clinic decides.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field

from ingest.configuration.holds import Holds
from ingest.configuration.holidays import Holiday
from ingest.configuration.recipients import Delivery
from ingest.configuration.strict import ClinicId as ClinicId  # their old place, for the other schemas
from ingest.configuration.strict import Identifier as Identifier
from ingest.configuration.strict import Language as Language
from ingest.configuration.strict import Strict as Strict


def _known_timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"`{name}` isn't a time zone; write one like Europe/London")
    ZoneInfo(name)
    return name


Timezone = Annotated[str, AfterValidator(_known_timezone)]


class Definitions(Strict):
    """Choices on which clinicians differ; each is printed on the reports that use it."""

    contact_gap_days: int = Field(
        60,
        ge=1,
        le=3650,
        description="Days without an attended session, up to the clinic's own latest appointment data, "
        "after which an open episode counts as dropped out.",
    )
    minimum_publishable_reliability: float = Field(
        0.7,
        gt=0,
        lt=1,
        description="Reliability that a therapist's mean needs before it is shown.",
    )
    reliable_change: dict[Identifier, Identifier] = Field(
        default_factory=dict,
        description="For scales with several published criteria, the one to use: {ors_adult: pcoms}.",
    )
    cutoffs: dict[Identifier, Identifier] = Field(
        default_factory=dict,
        description="For scales with several published sets of cut-offs, the one to use: {yp_core: italy}.",
    )


class Disclosure(Strict):
    """What may leave a clinic: the rule for small numbers in network reports."""

    minimum_count: int = Field(
        5, ge=1, le=1_000_000, description="Counts below this are withheld from network reports."
    )
    minimum_clinics: int = Field(
        4,
        ge=2,
        le=10_000,
        description="A network figure beside a clinic's own needs at least so many clinics.",
    )
    withhold_zero: bool = Field(True, description="Whether a count of none is withheld like any small one.")
    rounding_base: int = Field(
        5, ge=1, le=1_000_000, description="Counts that are shown are rounded to multiples of this."
    )
    dominant_share: float = Field(
        0.75, gt=0, le=1, description="No clinic may make up more of a network figure than this share."
    )


class NetworkEvent(Strict):
    """Something that changed for good on a day, so that weeks before and after it aren't comparable."""

    date: dt.date = Field(description="The day; its whole week belongs to what came after.")
    label: str = Field(min_length=1, max_length=200, description="What changed, as charts print it.")
    clinics: list[ClinicId] = Field(
        default_factory=list, description="The clinics that it concerns; left out, all of them."
    )
    measures: list[Identifier] = Field(
        default_factory=list,
        description="The measures (marts.dim_measures) that it concerns; left out, all of them.",
    )


class DropoutRisk(Strict):
    """How many clients a clinic can call because of their risk of dropping out."""

    alerts_per_week: int = Field(
        5,
        ge=1,
        le=10_000,
        description="So many open episodes of each clinic are flagged every week: those with the highest "
        "risk. As many as can really be called: of more flags fewer are right.",
    )


class Network(Strict):
    """Everything that `rapport.yml` may say."""

    network: str = Field(
        min_length=1, max_length=200, description="The network's name, as printed on reports."
    )
    timezone: Timezone = Field(description="Weeks begin on Monday 00:00 in this zone.")
    definitions: Definitions = Field(
        default_factory=Definitions, description="Choices on which clinicians differ."
    )
    disclosure: Disclosure = Field(default_factory=Disclosure, description="What may leave a clinic.")
    holds: Holds = Field(default_factory=Holds, description="When a delivery waits for a person.")
    events: list[NetworkEvent] = Field(
        default_factory=list, description="Dated changes at which the limits of control charts start afresh."
    )
    holidays: list[Holiday] = Field(
        default_factory=list, description="Days on which few sessions and files are as they should be."
    )
    delivery: Delivery = Field(default_factory=Delivery, description="Who gets the reports.")
    language: Language = Field("en", description="Language of the reports: en (English) or de (German).")
    paper: Literal["a4", "letter"] = Field("a4", description="Paper of the reports' PDF.")
    dropout_risk: DropoutRisk = Field(
        default_factory=DropoutRisk, description="How many clients are flagged each week."
    )
    engine: Literal["duckdb"] = Field("duckdb", description="Where the SQL runs.")
    simulated: bool = Field(
        False,
        description="True in a demonstration home; then every report says that its people are invented.",
    )
