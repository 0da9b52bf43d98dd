"""An invented network: its tidy tables, and the truth that a warehouse should find again.

Belongs here: putting one clinic's draws together into tables. Doesn't: files (`dialects`, `writing`).
Tables number things from 1 within a clinic (`client`, `episode`, ...) and carry the clinic's own identifier
beside that (`client_id`, `episode_id`, ...).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import polars as pl

from ingest.simulator import people
from ingest.simulator.clinic_days import Days, DeliveryCalendar, date_of, day_number, on_a_weekday
from ingest.simulator.courses import COMPLETED, Columns, Courses, run_courses
from ingest.simulator.endings import record_endings
from ingest.simulator.forms import fill_in_forms
from ingest.simulator.parameters import Simulation
from ingest.simulator.people import Intakes, Integers
from ingest.simulator.plans import ClinicPlan, plan_clinics
from ingest.simulator.tables import TableMaker

RETURNING = 0.08
"""Share of clients who completed a course and come back for another one."""


@dataclass(frozen=True)
class SimulatedClinic:
    """One clinic's tables.

    `forms` holds one wide table per instrument (item_1 ... in stored units, -1 unanswered, -2 doesn't apply);
    `responses` is the same in one long table with a list of items, null where there is no answer.
    `weeks` is the truth about dropout: one row per week in which a client who was still attending could have
    stopped, with the hazard and what it depends on.
    """

    plan: ClinicPlan
    parameters: Simulation
    effects: people.ClinicEffects
    therapists: pl.DataFrame
    clients: pl.DataFrame
    episodes: pl.DataFrame
    appointments: pl.DataFrame
    forms: dict[str, pl.DataFrame]
    weeks: pl.DataFrame

    @property
    def calendar(self) -> DeliveryCalendar:
        """The days on which the clinic exports."""
        return DeliveryCalendar(self.parameters, self.plan.months)

    @property
    def responses(self) -> pl.DataFrame:
        """One row per form, with its items as a list."""
        parts = []
        for form in self.forms.values():
            items = [name for name in form.columns if name.startswith("item_")]
            answered = [pl.when(pl.col(name) >= 0).then(pl.col(name)) for name in items]
            parts.append(form.with_columns(pl.concat_list(answered).alias("items")).drop(items))
        return pl.concat(parts).sort("response")

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Every tidy table by name."""
        return {
            "therapists": self.therapists,
            "clients": self.clients,
            "episodes": self.episodes,
            "appointments": self.appointments,
            "responses": self.responses,
            "weeks": self.weeks,
        }


@dataclass(frozen=True)
class SimulatedNetwork:
    """All clinics, and their tables one below the other."""

    parameters: Simulation
    parts: tuple[SimulatedClinic, ...]

    @cached_property
    def clinics(self) -> pl.DataFrame:
        """One row per clinic: its plan and its true effects."""
        return pl.DataFrame([describe_clinic(part) for part in self.parts])

    @cached_property
    def therapists(self) -> pl.DataFrame:
        """One row per therapist, with true effects."""
        return pl.concat(part.therapists for part in self.parts)

    @cached_property
    def clients(self) -> pl.DataFrame:
        """One row per client."""
        return pl.concat(part.clients for part in self.parts)

    @cached_property
    def episodes(self) -> pl.DataFrame:
        """One row per course of therapy: as recorded, and what truly happened."""
        return pl.concat(part.episodes for part in self.parts)

    @cached_property
    def appointments(self) -> pl.DataFrame:
        """One row per appointment, with the latent alliance and distress of those attended."""
        return pl.concat(part.appointments for part in self.parts)

    @cached_property
    def responses(self) -> pl.DataFrame:
        """One row per form."""
        return pl.concat(part.responses for part in self.parts)

    @cached_property
    def weeks(self) -> pl.DataFrame:
        """One row per course and week at risk, with its true hazard."""
        return pl.concat(part.weeks for part in self.parts)


def simulate(parameters: Simulation) -> SimulatedNetwork:
    """Invent a whole network in memory; for large ones see `simulate_clinics`."""
    return SimulatedNetwork(parameters, tuple(simulate_clinics(parameters)))


def simulate_clinics(parameters: Simulation) -> Iterator[SimulatedClinic]:
    """Invent clinic after clinic, so that memory holds only one of them.

    A clinic depends on its index and the seed alone: it's the same one in a network of any size.

    Raises:
        ValueError: a difference is planted in a clinic that the network doesn't have.
    """
    plans = plan_clinics(parameters)
    unknown = {planted.clinic for planted in parameters.planted} - {plan.clinic_id for plan in plans.values()}
    if unknown:
        known = ", ".join(plan.clinic_id for plan in plans.values())
        raise ValueError(f"nothing can be planted in {', '.join(sorted(unknown))}; the clinics are {known}")
    for index, plan in plans.items():
        yield simulate_clinic(parameters, plan, index)


def describe_clinic(part: SimulatedClinic) -> dict[str, object]:
    """Return one clinic's plan and true effects as a row."""
    plan = part.plan
    return {
        "clinic_id": plan.clinic_id,
        "name": plan.name,
        "dialect": plan.dialect,
        "timezone": plan.timezone,
        "has_appointments": plan.has_appointments,
        "first_delivery": date_of(part.calendar.first),
        "episodes": part.episodes.height,
        "improvement": part.effects.improvement,
        "dropout": part.effects.dropout + part.parameters.planted_in(plan.clinic_id).dropout_log_odds,
        "alliance": part.effects.alliance,
        "severity": part.effects.severity,
    }


def simulate_clinic(parameters: Simulation, plan: ClinicPlan, index: int) -> SimulatedClinic:
    """Invent one clinic: its people, their courses, what they wrote on forms, and what was recorded."""
    rng = np.random.default_rng(np.random.SeedSequence(parameters.seed, spawn_key=(index, 0)))
    last_day = day_number(parameters.ends_on)
    effects = people.draw_clinic_effects(parameters, plan, rng)
    therapists = people.draw_therapists(parameters, plan, rng)
    clients = people.draw_clients(parameters, plan, effects, rng)
    opened = people.first_referrals(parameters, plan, clients, rng)
    planted = parameters.planted_in(plan.clinic_id).dropout_log_odds

    def course(who: Integers, opened: Days) -> tuple[Intakes, Courses]:
        intakes = people.draw_intakes(parameters, plan, effects, therapists, clients, who, opened, rng)
        return intakes, run_courses(parameters, intakes, therapists, planted, rng)

    first_intakes, first_courses = course(np.arange(len(clients)), opened)
    who, reopened = _who_returns(first_courses, last_day, rng)
    intakes, courses = _one_after_another((first_intakes, first_courses), course(who, reopened))
    endings = record_endings(courses, last_day, rng)
    forms = fill_in_forms(plan, intakes, clients, therapists, courses, last_day, rng)
    make = TableMaker(parameters, plan, intakes, courses, rng)
    client_table = make.clients(clients)
    therapist_table = make.therapists(therapists)
    episodes = make.episodes(client_table, therapist_table, endings)
    appointments = make.appointments(episodes)
    return SimulatedClinic(
        plan=plan,
        parameters=parameters,
        effects=effects,
        therapists=therapist_table,
        clients=client_table.drop("position").sort("client"),
        episodes=episodes.drop("position").sort("episode"),
        appointments=appointments.drop("position").sort("appointment"),
        forms=make.forms(forms, episodes, appointments),
        weeks=make.weeks(episodes),
    )


def _who_returns(courses: Courses, last_day: int, rng: np.random.Generator) -> tuple[Integers, Days]:
    """Choose clients who come back two to eight months after they completed, and the day on which they do."""
    count = len(courses.state)
    reopened = on_a_weekday((courses.stopped_day + rng.integers(60, 240, count)).astype(np.int32))
    comes = (rng.random(count) < RETURNING) & (courses.state == COMPLETED) & (reopened < last_day)
    who = np.flatnonzero(comes)
    return who, reopened[who]


def _one_after_another(
    first: tuple[Intakes, Courses], second: tuple[Intakes, Courses]
) -> tuple[Intakes, Courses]:
    """Put the courses of those who came back below the first ones."""
    offset = len(first[0])
    intakes = Intakes(
        *(
            np.concatenate([getattr(part, field.name) for part in (first[0], second[0])])
            for field in fields(Intakes)
        )
    )
    one, two = first[1], second[1]
    return intakes, Courses(
        appointments=_below(one.appointments, two.appointments, offset),
        weeks=_below(one.weeks, two.weeks, offset),
        state=np.concatenate([one.state, two.state]),
        stopped_day=np.concatenate([one.stopped_day, two.stopped_day]),
        sessions=np.concatenate([one.sessions, two.sessions]),
    )


def _below(first: Columns, second: Columns, offset: int) -> Columns:
    moved = second | {"course": second["course"] + offset}
    return {name: np.concatenate([first[name], moved[name]]) for name in first}
