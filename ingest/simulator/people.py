"""Who there is: a clinic's therapists and clients, and what each brings to a course of therapy.

Belongs here: random effects, case mix and the intake of a course. Doesn't: what happens week by week
(`courses`), identifiers (`local_ids`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from ingest.simulator.clinic_days import Days, first_day, is_closed, on_a_weekday
from ingest.simulator.parameters import Simulation
from ingest.simulator.plans import ClinicPlan

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PROFESSIONS = ("psychological_therapist", "counsellor", "clinical_psychologist", "psychotherapist")
GENDERS = ("female", "male", "nonbinary", "unknown")
ETHNIC_GROUPS = ("white", "asian", "black", "mixed", "other_group", "not_stated")
EMPLOYMENTS = ("employed", "unemployed", "student", "retired", "long_term_sick", "carer")
LANGUAGES = ("main", "other")
PROBLEMS = ("depression", "generalised_anxiety", "mixed_anxiety_depression", "ptsd", "ocd", "other_problem")
PROGRAMMES = ("brief", "standard", "long_term")
MODALITIES = ("in_person", "video", "phone")
PLANNED_SESSIONS = (6, 8, 12, 16, 20, 24)


@dataclass(frozen=True)
class ClinicEffects:
    """What belongs to the clinic itself, in standard deviations (dropout in log-odds)."""

    improvement: float
    dropout: float
    alliance: float
    severity: float


@dataclass(frozen=True)
class Therapists:
    """One entry per therapist."""

    empathy: Floats
    improvement: Floats
    dropout: Floats
    leave_starts: Days
    profession: Integers
    qualified_year: Integers

    def __len__(self) -> int:
        return len(self.empathy)


@dataclass(frozen=True)
class Clients:
    """One entry per client; codes are positions in this module's lists of words."""

    birth_year: Integers
    gender: Integers
    ethnicity_group: Integers
    employment: Integers
    language: Integers
    severity: Floats
    alliance: Floats
    improvement: Floats
    unreliability: Floats
    anxiety: Floats
    generosity: Floats

    def __len__(self) -> int:
        return len(self.birth_year)

    def take(self, rows: Integers) -> Clients:
        """Return the clients at these positions, repeated where a position is."""
        return Clients(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True)
class Intakes:
    """One entry per course of therapy, as it stands before the first session."""

    client: Integers
    therapist: Integers
    referral_day: Days
    start_day: Days
    first_day: Days
    minute_of_day: Integers
    severity: Floats
    alliance: Floats
    perceived_empathy: Floats
    improvement: Floats
    speed: Floats
    dropout: Floats
    unreliability: Floats
    weeks_between: Integers
    planned_sessions: Integers
    programme: Integers
    problem: Integers
    modality: Integers
    starts: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.client)


def draw_clinic_effects(parameters: Simulation, plan: ClinicPlan, rng: np.random.Generator) -> ClinicEffects:
    """Draw what distinguishes the clinic, with planted improvement; planted dropout stands in the hazard."""
    effects, size = parameters.effects, parameters.clinic_effects
    planted = parameters.planted_in(plan.clinic_id)
    drawn = rng.standard_normal(4)
    return ClinicEffects(
        improvement=size * effects.clinic_improvement * drawn[0] + planted.improvement,
        dropout=size * effects.clinic_dropout * drawn[1],
        alliance=size * effects.clinic_alliance * drawn[2],
        severity=effects.clinic_severity * drawn[3],
    )


def draw_therapists(parameters: Simulation, plan: ClinicPlan, rng: np.random.Generator) -> Therapists:
    """Draw the clinic's therapists; the more empathic ones are the more helpful ones as well."""
    expected = parameters.clients_per_month * plan.size * plan.months
    count = max(3, round(expected / parameters.clients_per_therapist))
    effects, size = parameters.effects, parameters.therapist_effects
    empathy = size * rng.standard_normal(count)
    return Therapists(
        empathy=empathy,
        improvement=effects.therapist_improvement
        * (0.5 * empathy + 0.87 * size * rng.standard_normal(count)),
        dropout=effects.therapist_dropout * size * rng.standard_normal(count),
        leave_starts=rng.integers(185, 235, count).astype(np.int32),
        profession=rng.integers(0, len(PROFESSIONS), count),
        qualified_year=rng.integers(1988, 2024, count),
    )


def draw_clients(
    parameters: Simulation, plan: ClinicPlan, effects: ClinicEffects, rng: np.random.Generator
) -> Clients:
    """Draw everybody who is referred during the history."""
    count = max(4, int(rng.poisson(parameters.clients_per_month * plan.size * plan.months)))
    age = np.clip(rng.normal(38, 13, count), 18, 84)
    employment = rng.choice(len(EMPLOYMENTS), count, p=(0.55, 0.16, 0.10, 0.07, 0.08, 0.04))
    hardship = np.isin(employment, (1, 4)).astype(float)
    return Clients(
        birth_year=(parameters.ends_on.year - 1 - age).astype(np.int64),
        gender=rng.choice(len(GENDERS), count, p=(0.64, 0.33, 0.02, 0.01)),
        ethnicity_group=rng.choice(len(ETHNIC_GROUPS), count, p=(0.72, 0.10, 0.05, 0.04, 0.03, 0.06)),
        employment=employment,
        language=rng.choice(len(LANGUAGES), count, p=(0.93, 0.07)),
        severity=effects.severity + 0.5 * (hardship - 0.24) + 0.97 * rng.standard_normal(count),
        alliance=rng.standard_normal(count),
        improvement=rng.standard_normal(count),
        unreliability=rng.standard_normal(count),
        anxiety=rng.standard_normal(count),
        generosity=rng.standard_normal(count),
    )


def first_referrals(
    parameters: Simulation, plan: ClinicPlan, clients: Clients, rng: np.random.Generator
) -> Days:
    """Draw the day on which each client's first course is opened."""
    begins = first_day(parameters, plan.months)
    ends = first_day(parameters, 0)
    return on_a_weekday(rng.integers(begins, ends - 2, len(clients)).astype(np.int32))


def draw_intakes(
    parameters: Simulation,
    plan: ClinicPlan,
    clinic: ClinicEffects,
    therapists: Therapists,
    clients: Clients,
    who: Integers,
    opened: Days,
    rng: np.random.Generator,
) -> Intakes:
    """Draw one course for each client in `who`, opened on the day given."""
    effects, count = parameters.effects, len(who)
    own = clients.take(who)
    therapist = rng.integers(0, len(therapists), count)
    empathy = therapists.empathy[therapist]
    severity = 0.85 * own.severity + 0.53 * rng.standard_normal(count)
    alliance = (
        clinic.alliance
        + effects.empathy_on_alliance * empathy
        + 0.85 * own.alliance
        + 0.45 * rng.standard_normal(count)
    )
    perceived = rng.standard_normal(count)
    problem = rng.choice(len(PROBLEMS), count, p=(0.34, 0.20, 0.22, 0.09, 0.06, 0.09))
    planned = np.array(PLANNED_SESSIONS)[rng.choice(6, count, p=(0.16, 0.22, 0.28, 0.18, 0.10, 0.06))]
    modality = rng.choice(len(MODALITIES), count, p=(0.62, 0.27, 0.11))
    first = on_a_weekday((opened + rng.integers(0, 22, count)).astype(np.int32))
    return Intakes(
        client=who,
        therapist=therapist,
        referral_day=(opened - np.clip(rng.lognormal(3.3, 0.6, count), 1, 400)).astype(np.int32),
        start_day=opened,
        first_day=np.where(is_closed(first), on_a_weekday((first + 14).astype(np.int32)), first).astype(
            np.int32
        ),
        minute_of_day=rng.integers(9, 18, count) * 60 + rng.choice((0, 15, 30), count),
        severity=severity,
        alliance=alliance,
        perceived_empathy=perceived,
        improvement=effects.improvement
        + clinic.improvement
        + therapists.improvement[therapist]
        + effects.severity_on_improvement * severity
        + effects.alliance_on_improvement * alliance
        + effects.perceived_empathy_on_improvement * perceived
        + effects.client_improvement * (0.6 * own.improvement + 0.8 * rng.standard_normal(count)),
        speed=np.exp(rng.normal(np.log(4.5), 0.35, count)),
        dropout=clinic.dropout + therapists.dropout[therapist],
        unreliability=own.unreliability,
        weeks_between=rng.choice((1, 2), count, p=(0.78, 0.22)),
        planned_sessions=planned,
        programme=np.select([planned <= 6, planned <= 12], [0, 1], 2),
        problem=problem,
        modality=np.full(count, MODALITIES.index("video")) if plan.is_online else modality,
        starts=rng.random(count) >= effects.never_started,
    )
