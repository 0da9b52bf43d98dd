"""One clinic's draws as tidy polars tables.

Belongs here: numbering, the clinic's own identifiers, codes as words. Doesn't: drawing what they say
(`people`, `courses`, `forms`), how files look (`dialects`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from ingest.simulator import people
from ingest.simulator.answers import complete_totals
from ingest.simulator.clinic_days import Days, dates, day_number, moments
from ingest.simulator.courses import NO_DAY, STATES, STATUSES, Columns, Courses
from ingest.simulator.endings import END_REASONS, Endings
from ingest.simulator.forms import NO_APPOINTMENT, NOT_GIVEN_REASONS, Forms
from ingest.simulator.local_ids import ID_STYLES
from ingest.simulator.parameters import Simulation
from ingest.simulator.people import Clients, Intakes, Integers, Therapists
from ingest.simulator.plans import ClinicPlan


class TableMaker:
    """Makes one clinic's tables. A `position` column keeps the place in the draws while others are joined."""

    def __init__(
        self,
        parameters: Simulation,
        plan: ClinicPlan,
        intakes: Intakes,
        courses: Courses,
        rng: np.random.Generator,
    ) -> None:
        self.parameters, self.plan, self.intakes, self.courses, self.rng = (
            parameters,
            plan,
            intakes,
            courses,
            rng,
        )
        self.ids = ID_STYLES[plan.dialect]

    def therapists(self, therapists: Therapists) -> pl.DataFrame:
        """One row per therapist."""
        numbers = np.arange(1, len(therapists) + 1)
        return self._of_clinic(
            therapist=numbers,
            therapist_id=self.ids.therapist(numbers),
            profession=_words(therapists.profession, people.PROFESSIONS),
            qualified_year=therapists.qualified_year,
            empathy=therapists.empathy,
            improvement=therapists.improvement,
            dropout=therapists.dropout,
        )

    def clients(self, clients: Clients) -> pl.DataFrame:
        """One row per client, numbered by the day of registration."""
        registered: Days = np.full(len(clients), day_number(self.parameters.ends_on), dtype=np.int32)
        np.minimum.at(registered, self.intakes.client, self.intakes.start_day)
        numbers = _ranks(registered)
        day = dates(registered)
        order = np.argsort(numbers)
        client_id = pl.DataFrame(
            {"position": order, "client_id": self.ids.client(np.arange(1, len(order) + 1), day[order])}
        ).sort("position")["client_id"]
        consent, opted_out = self._consents(registered)
        return self._of_clinic(
            position=np.arange(len(clients)),
            client=numbers,
            client_id=client_id,
            registered_on=day,
            consent=consent,
            opted_out_on=opted_out,
            birth_year=clients.birth_year,
            gender=_words(clients.gender, people.GENDERS),
            ethnicity_group=_words(clients.ethnicity_group, people.ETHNIC_GROUPS),
            employment=_words(clients.employment, people.EMPLOYMENTS),
            language=_words(clients.language, people.LANGUAGES),
        )

    def _consents(self, registered: Days) -> tuple[pl.Series, pl.Series]:
        """Return what clients allow by the end, and when those who opted out did so: at once or later."""
        last_day, count = day_number(self.parameters.ends_on), len(registered)
        draw = self.rng.random(count)
        out = draw < self.parameters.dirt.opted_out_share
        at_once = self.rng.random(count) < 0.5
        later = (registered + self.rng.random(count) * (last_day - registered)).astype(np.int32)
        words = np.select([out, draw > 0.95], ["opted_out", "no_research"], "yes")
        return pl.Series(words), dates(
            np.where(out, np.where(at_once, registered, later), NO_DAY).astype(np.int32), NO_DAY
        )

    def episodes(self, clients: pl.DataFrame, therapists: pl.DataFrame, endings: Endings) -> pl.DataFrame:
        """One row per course, numbered by its start: recorded columns first, then what truly happened."""
        intakes, courses = self.intakes, self.courses
        numbers = _ranks(intakes.start_day)
        start = dates(intakes.start_day)
        of_client = clients[intakes.client.tolist()]
        course_of_client = _counted_within(intakes.client, numbers)
        unnamed = self.rng.random(len(intakes)) < self.plan.unnamed_therapist
        therapist_id = therapists["therapist_id"].gather(intakes.therapist)
        age = start.dt.year() - of_client["birth_year"] - self.rng.integers(0, 2, len(intakes))
        return self._of_clinic(
            position=np.arange(len(intakes)),
            episode=numbers,
            episode_id=self.ids.episode(numbers, start, of_client["client_id"], course_of_client),
            client=of_client["client"],
            client_id=of_client["client_id"],
            course_of_client=course_of_client,
            therapist=intakes.therapist + 1,
            therapist_id=pl.select(pl.when(~pl.Series(unnamed)).then(therapist_id)).to_series(),
            referral_date=dates(intakes.referral_day),
            start_date=start,
            end_date=dates(endings.end_day, NO_DAY),
            end_reason=_words(endings.end_reason, END_REASONS),
            programme=_words(intakes.programme, people.PROGRAMMES),
            presenting_problem=_words(intakes.problem, people.PROBLEMS),
            modality=_words(intakes.modality, people.MODALITIES),
            planned_sessions=intakes.planned_sessions,
            age_at_start=age.clip(18, 99),
            state=_words(courses.state, STATES),
            stopped_on=dates(courses.stopped_day, NO_DAY),
            sessions_attended=courses.sessions,
            severity=intakes.severity,
            alliance=intakes.alliance,
            improvement=intakes.improvement,
            dropout=intakes.dropout,
        )

    def appointments(self, episodes: pl.DataFrame) -> pl.DataFrame:
        """One row per appointment, numbered in order of time; session numbers for attended ones only."""
        table = self.courses.appointments
        course, day = table["course"], table["day"].astype(np.int32)
        numbers = _ranks(day.astype(np.int64) * 2000 + self.intakes.minute_of_day[course])
        session = pl.Series(table["session_number"])
        own = pl.Series(people.MODALITIES)[self.intakes.modality[course].tolist()]
        usual = (self.rng.random(len(day)) < 0.9) | self.plan.is_online
        other = pl.Series(people.MODALITIES)[self.rng.integers(0, 2, len(day)).tolist()]
        return self._of_clinic(
            position=np.arange(len(day)),
            appointment=numbers,
            appointment_id=self.ids.appointment(numbers),
            episode=episodes["episode"].gather(course),
            episode_id=episodes["episode_id"].gather(course),
            scheduled_at=moments(day, self.intakes.minute_of_day[course]),
            status=_words(table["status"].astype(np.int64), STATUSES),
            modality=pl.select(pl.when(pl.Series(usual)).then(own).otherwise(other)).to_series(),
            session_number=pl.select(pl.when(session > 0).then(session)).to_series(),
            place_in_episode=_counted_within(course, numbers),
            latent_alliance=_or_null(table["alliance"]),
            latent_distress=_or_null(table["distress"]),
            rupture=_or_null(table["rupture"]),
        )

    def forms(
        self, forms: Sequence[Forms], episodes: pl.DataFrame, appointments: pl.DataFrame
    ) -> dict[str, pl.DataFrame]:
        """One wide table per instrument; responses are numbered through all of them in order of time."""
        stamps = [form.day.astype(np.int64) * 2000 + form.minute_of_day for form in forms]
        numbers = np.split(_ranks(np.concatenate(stamps)), np.cumsum([len(stamp) for stamp in stamps])[:-1])
        return {
            form.instrument: self._form(form, own, episodes, appointments).sort("response")
            for form, own in zip(forms, numbers, strict=True)
        }

    def _form(
        self, form: Forms, numbers: Integers, episodes: pl.DataFrame, appointments: pl.DataFrame
    ) -> pl.DataFrame:
        at = pl.Series(form.appointment)
        appointment = pl.select(
            pl.when(at != NO_APPOINTMENT).then(appointments["appointment"].gather(at.clip(0)))
        ).to_series()
        appointment_id = pl.select(
            pl.when(at != NO_APPOINTMENT).then(appointments["appointment_id"].gather(at.clip(0)))
        ).to_series()
        total = pl.Series(complete_totals(form.instrument, form.answers))
        return self._of_clinic(
            response=numbers,
            response_id=self.ids.response(numbers),
            instrument=pl.repeat(form.instrument, len(form), eager=True),
            episode=episodes["episode"].gather(form.course),
            episode_id=episodes["episode_id"].gather(form.course),
            appointment=appointment,
            appointment_id=appointment_id,
            session_number=form.session_number,
            completed_at=moments(form.day, form.minute_of_day),
            not_given_reason=_words(form.not_given, NOT_GIVEN_REASONS),
            latent=form.latent,
            total=pl.select(pl.when(total >= 0).then(total)).to_series(),
            is_total_only=pl.Series(form.is_total_only) & (total >= 0),
            **{f"item_{number + 1}": form.answers[:, number] for number in range(form.answers.shape[1])},
        )

    def weeks(self, episodes: pl.DataFrame) -> pl.DataFrame:
        """One row per course and week in which the client could have stopped."""
        table: Columns = self.courses.weeks
        course = table["course"]
        return self._of_clinic(
            episode=episodes["episode"].gather(course),
            week=table["week"],
            day=dates(table["day"].astype(np.int32)),
            severity=self.intakes.severity[course],
            **{name: values for name, values in table.items() if name not in ("course", "week", "day")},
        ).sort("episode", "week")

    def _of_clinic(self, **columns: object) -> pl.DataFrame:
        return pl.DataFrame(columns).select(pl.lit(self.plan.clinic_id).alias("clinic_id"), pl.all())


def _words(codes: Integers, words: Sequence[str]) -> pl.Series:
    """Turn positions into words; a negative position becomes null."""
    found = pl.Series(words).gather(np.maximum(codes, 0))
    return pl.select(pl.when(pl.Series(codes) >= 0).then(found)).to_series()


def _ranks(values: np.ndarray) -> Integers:
    """Number from 1 in ascending order; equal values in order of appearance."""
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[np.argsort(values, kind="stable")] = np.arange(1, len(values) + 1)
    return ranks


def _counted_within(group: np.ndarray, order: Integers) -> Integers:
    """Number the members of each group from 1 in the given order."""
    return (
        pl.DataFrame({"group": group, "order": order})
        .select(pl.col("order").rank("ordinal").over("group").cast(pl.Int64))
        .to_series()
        .to_numpy()
    )


def _or_null(values: np.ndarray) -> pl.Series:
    return pl.Series(values).fill_nan(None)
