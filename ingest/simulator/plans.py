"""The kinds of clinic there are: their size, their forms and when these are due, and their invented names.

Belongs here: what distinguishes clinics before anybody is drawn. Doesn't: how their files look (`dialects`).
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.simulator.parameters import Simulation


@dataclass(frozen=True)
class FormPlan:
    """One questionnaire of a clinic's protocol."""

    instrument: str
    at_sessions: tuple[int, ...] = ()
    """Session numbers at which it is due; empty: every session."""
    given: float = 0.88
    """Share of due forms that an average client fills in."""
    minutes: int = -10
    """When it is filled in, counted from the beginning of the session."""

    def is_due_every_session(self) -> bool:
        """Tell whether each session has this form."""
        return not self.at_sessions


@dataclass(frozen=True)
class ClinicPlan:
    """One clinic before its people are drawn."""

    clinic_id: str
    name: str
    dialect: str
    timezone: str
    size: float
    months: int
    forms: tuple[FormPlan, ...]
    has_appointments: bool = True
    has_intake_form: bool = False
    """Outcome forms are filled in at registration too, before the first session."""
    unnamed_therapist: float = 0.03
    """Share of courses without a named therapist."""
    total_only: float = 0.0
    """Share of the first form's answers of which only the total is exported."""
    only_at_sessions: bool = False
    """Forms stand in the session's own row, so that none is filled in at home or after the end."""
    is_online: bool = False
    """Every session is held by video."""
    declined_recorded: float = 0.0
    """Share of the forms that were due and not filled in of which the reason is recorded."""


@dataclass(frozen=True)
class _Kind:
    dialect: str
    timezone: str
    size: float
    forms: tuple[FormPlan, ...]
    months: int | None = None
    has_appointments: bool = True
    has_intake_form: bool = False
    unnamed_therapist: float = 0.03
    total_only: float = 0.0
    only_at_sessions: bool = False
    is_online: bool = False
    declined_recorded: float = 0.0


KINDS = (
    _Kind(
        "british",
        "Europe/London",
        1.3,
        (
            FormPlan("phq9", given=0.93),
            FormPlan("gad7", given=0.92),
            FormPlan("srs", given=0.84, minutes=48),
            FormPlan("care", (3, 8), 0.80, 52),
        ),
        has_intake_form=True,
    ),
    _Kind(
        "german",
        "Europe/Berlin",
        1.1,
        (FormPlan("ors_adult", given=0.90), FormPlan("srs", given=0.87, minutes=47)),
    ),
    _Kind(
        "flat",
        "Europe/Dublin",
        0.9,
        (
            FormPlan("core_10", given=0.91, minutes=0),
            FormPlan("wai_sr", (1, 3, 6, 9, 12, 16, 20), 0.84, 0),
            FormPlan("care", (3, 9), 0.82, 0),
        ),
        unnamed_therapist=0.0,
        only_at_sessions=True,
    ),
    _Kind(
        "long",
        "Europe/Amsterdam",
        1.0,
        (
            FormPlan("phq9", given=0.90),
            FormPlan("wai_sr", (2, 4, 6, 8, 10, 12, 16, 20), 0.83, 50),
            FormPlan("care", (3,), 0.78, 55),
        ),
        total_only=0.15,
    ),
    _Kind(
        "american",
        "America/New_York",
        0.22,
        (FormPlan("phq9", given=0.92), FormPlan("wai_sr", (1, 3, 5, 7, 9, 11), 0.85, 50)),
        months=3,
    ),
    _Kind(
        "survey",
        "Europe/London",
        0.7,
        (
            FormPlan("phq9", given=0.85),
            FormPlan("gad7", given=0.85),
            FormPlan("wai_sr", (3, 6, 10, 14), 0.75, 90),
        ),
        has_appointments=False,
        has_intake_form=True,
        is_online=True,
        declined_recorded=0.4,
    ),
)
"""One of each for a demonstration; a larger network repeats all but the small new clinic."""

_OTHER_FORMS = (FormPlan("phq9", given=0.9), FormPlan("wai_sr", (3, 6, 9, 12), 0.85, 50))
OTHER_FORMATS = tuple(
    (clinic_id, _Kind(dialect, timezone, 0.25, _OTHER_FORMS, months=6))
    for clinic_id, dialect, timezone in (
        ("quillmarsh", "workbooks", "Europe/London"),
        ("rookhope", "redcap", "Europe/Dublin"),
        ("saltergate", "fhir", "Europe/London"),
    )
)
"""Small clinics that send something else than CSV of a practice system: `Simulation.other_formats`."""
FIRST_OF_OTHERS = 1_000
"""Their index, so that no other clinic's people depend on whether they are there."""

_FIRST_NAMES = ("thornbeck", "ulmenried", "marlmere", "vantholt", "cedar_notch", "fennimoor")
_BEGINNINGS = ("alder", "birk", "cray", "dun", "elver", "farrow", "gold", "hazel", "iver", "juniper", "kell")
_ENDINGS = ("combe", "stead", "howe", "firth", "garth", "ley", "shaw", "toft", "wath", "thwaite", "mill",
            "hurst", "naze", "croft", "rigg", "scar", "holme", "dale")  # fmt: skip


def plan_clinics(parameters: Simulation) -> dict[int, ClinicPlan]:
    """Return every clinic's plan by its index."""
    plans = {index: plan_clinic(parameters, index) for index in range(parameters.clinics)}
    if parameters.other_formats:
        for index, (clinic_id, kind) in enumerate(OTHER_FORMATS, start=FIRST_OF_OTHERS):
            plans[index] = _plan(parameters, clinic_id, kind)
    return plans


def plan_clinic(parameters: Simulation, index: int) -> ClinicPlan:
    """Return the plan of the clinic with this index, counted from 0; the same in networks of any size."""
    return _plan(parameters, _clinic_id(index), _kind(index))


def _plan(parameters: Simulation, clinic_id: str, kind: _Kind) -> ClinicPlan:
    return ClinicPlan(
        clinic_id=clinic_id,
        name=f"Simulated clinic {clinic_id.replace('_', ' ').title()}",
        dialect=kind.dialect,
        timezone=kind.timezone,
        size=kind.size,
        months=min(kind.months or parameters.months, parameters.months),
        forms=kind.forms,
        has_appointments=kind.has_appointments,
        has_intake_form=kind.has_intake_form,
        unnamed_therapist=kind.unnamed_therapist,
        total_only=kind.total_only,
        only_at_sessions=kind.only_at_sessions,
        is_online=kind.is_online,
        declined_recorded=kind.declined_recorded,
    )


def _kind(index: int) -> _Kind:
    if index < len(KINDS):
        return KINDS[index]
    grown = [kind for kind in KINDS if kind.months is None]
    return grown[(index - len(KINDS)) % len(grown)]


def _clinic_id(index: int) -> str:
    if index < len(_FIRST_NAMES):
        return _FIRST_NAMES[index]
    # stepping through both lists at once gives all 198 pairs before one comes again (11 and 18 are coprime)
    later = index - len(_FIRST_NAMES)
    return _BEGINNINGS[later % len(_BEGINNINGS)] + _ENDINGS[later % len(_ENDINGS)]
