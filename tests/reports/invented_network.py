"""People who never lived: courses, forms and sessions of an invented network, the same for the same seed.

Belongs here: how the invented rows come about. Doesn't: aggregates over them (`invented_marts`), columns and
types (`published_schema`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np

WEEK = "2026-W46"
WEEK_END = dt.datetime(2026, 11, 16)  # noqa: DTZ001 - network time
KNOWN_AT = dt.datetime(2026, 11, 16, 4, 30)  # noqa: DTZ001 - as DuckDB keeps UTC
HISTORY_DAYS = 540
CONTACT_GAP = 60

Row = dict[str, Any]


@dataclass(frozen=True)
class InventedClinic:
    """What makes one invented clinic differ from another."""

    clinic_id: str
    name: str
    courses: int
    therapists: int
    dropout_hazard: float = 0.035
    has_appointments: bool = True
    change_per_session: float = -0.55
    scales: tuple[str, ...] = ("phq9", "gad7", "srs", "care")


CLINICS = (
    InventedClinic("north", "North Street Clinic", 260, 9),
    InventedClinic("harbour", "Harbour Psychological Therapies", 190, 7, dropout_hazard=0.085),
    InventedClinic("university", "University Training Clinic", 150, 12, scales=("ors_adult", "srs", "care")),
    InventedClinic("garden", "Garden City Wellbeing", 170, 6, change_per_session=-0.75),
    InventedClinic("valley", "Zoë Valley Practice", 120, 5, scales=("phq9", "wai_sr", "care")),
    InventedClinic("mill", "Mill Lane Counselling", 110, 4, has_appointments=False),
    InventedClinic("quay", "Quay Practice", 6, 2),
)


@dataclass(frozen=True)
class Scale:
    """A scale as dim_scales tells it."""

    scale_id: str
    name: str
    construct: str
    minimum: float
    maximum: float
    higher_is: str
    reliable_change: float | None = None
    clinical_cutoff: float | None = None
    instrument_id: str = ""


SCALES = (
    Scale("phq9", "PHQ-9 depression", "outcome", 0, 27, "worse", 6, 10),
    Scale("gad7", "GAD-7 anxiety", "outcome", 0, 21, "worse", 4, 8),
    Scale("ors_adult", "ORS total", "outcome", 0, 40, "better", 5, 25),
    Scale("srs", "SRS total", "alliance", 0, 40, "better"),
    Scale("wai_sr", "WAI-SR total", "alliance", 12, 60, "better"),
    Scale("wai_sr_bond", "WAI-SR bond", "alliance", 4, 20, "better", instrument_id="wai_sr"),
    Scale("care", "CARE empathy", "empathy", 10, 50, "better"),
)
SCALE = {scale.scale_id: scale for scale in SCALES}


@dataclass
class Invented:
    """Rows by table, as far as people make them."""

    therapists: list[Row] = field(default_factory=list)
    clients: list[Row] = field(default_factory=list)
    episodes: list[Row] = field(default_factory=list)
    scores: list[Row] = field(default_factory=list)


def invent(clinics: tuple[InventedClinic, ...] = CLINICS, seed: int = 46) -> Invented:
    """Return the invented rows of these clinics."""
    invented = Invented()
    for number, clinic in enumerate(clinics):
        _invent_clinic(invented, clinic, number, np.random.default_rng([seed, number]))
    return invented


def _invent_clinic(
    invented: Invented, clinic: InventedClinic, number: int, random: np.random.Generator
) -> None:
    base = (number + 1) * 10**12
    warmth = random.normal(0, 1.5, clinic.therapists)
    for index in range(clinic.therapists):
        invented.therapists.append(
            {
                "therapist_key": base + 10**9 + int(random.integers(0, 10**6)) * 100 + index,
                "clinic_id": clinic.clinic_id,
                "profession": "psychologist",
                "qualified_year": 2000 + index,
            }
        )
    own_therapists = invented.therapists[-clinic.therapists :]
    for index in range(clinic.courses):
        # One busy therapist, so that at least one mean can be published.
        therapist = 0 if random.random() < 0.2 else int(random.integers(0, clinic.therapists))
        episode = _course(clinic, base + index, own_therapists[therapist]["therapist_key"], random)
        invented.clients.append(
            {"client_key": episode["client_key"], "clinic_id": clinic.clinic_id, "allows_research": True}
        )
        dates = episode.pop("dates")
        invented.episodes.append(episode)
        invented.scores += _forms(clinic, episode, dates, warmth[therapist], random)


def _course(clinic: InventedClinic, key: int, therapist_key: int, random: np.random.Generator) -> Row:
    start = WEEK_END - dt.timedelta(days=int(random.integers(1, HISTORY_DAYS)))
    never_started = random.random() < 0.06
    dates: list[dt.datetime] = []
    state = "open"
    moment = start.replace(hour=9 + int(random.integers(0, 9)))
    while not never_started and moment < WEEK_END:
        dates.append(moment)
        hazards = (clinic.dropout_hazard, 0.0 if len(dates) < 5 else 0.11, 0.008)
        draw = random.random()
        if draw < sum(hazards):
            state = ("dropped_out", "completed", "other_ending")[
                int(np.searchsorted(np.cumsum(hazards), draw, side="right"))
            ]
            break
        moment += dt.timedelta(days=7 * int(random.choice([1, 1, 1, 2])))
    return _course_row(clinic, key, therapist_key, start, dates, state, never_started, random)


def _course_row(
    clinic: InventedClinic,
    key: int,
    therapist_key: int,
    start: dt.datetime,
    dates: list[dt.datetime],
    state: str,
    never_started: bool,
    random: np.random.Generator,
) -> Row:
    last = dates[-1] if dates else start
    basis = "recorded"
    if never_started:
        state, last = "other_ending", start
    elif state == "dropped_out":
        basis = "recorded" if random.random() < 0.4 else "contact_gap"
        if basis == "contact_gap" and (WEEK_END - last).days <= CONTACT_GAP:
            state = "open"
    elif state == "other_ending" and random.random() < 0.5:
        basis = "unrecorded"
    is_open = state == "open"
    reason = {"completed": "completed", "dropped_out": "dropped_out", "other_ending": "referred_on"}.get(
        state
    )
    attended = len(dates) if clinic.has_appointments else 0
    return {
        "clinic_id": clinic.clinic_id,
        "episode_key": key,
        "client_key": key + 500_000,
        "therapist_key": therapist_key,
        "referral_date": (start - dt.timedelta(days=20 + key % 40)).date(),
        "start_date": start.date(),
        "end_date": last.date() if not is_open and basis != "contact_gap" else None,
        "end_reason": reason if not is_open and basis == "recorded" else None,
        "state": state,
        "state_basis": "recorded" if is_open else basis,
        "ended_on": None if is_open else last.date(),
        "programme": "adult",
        "modality": "in_person",
        "planned_sessions": 12,
        "age_at_start": int(random.integers(18, 75)),
        "appointments_booked": attended + int(random.poisson(1)) if clinic.has_appointments else 0,
        "sessions_attended": attended,
        "no_shows": int(random.poisson(0.4)) if clinic.has_appointments else 0,
        "cancellations": int(random.poisson(0.5)) if clinic.has_appointments else 0,
        "first_attended_on": dates[0].date() if dates and clinic.has_appointments else None,
        "last_attended_on": last.date() if dates and clinic.has_appointments else None,
        "is_synthetic_date": False,
        "dates": dates,
    }


def _forms(
    clinic: InventedClinic,
    episode: Row,
    dates: list[dt.datetime],
    warmth: float,
    random: np.random.Generator,
) -> list[Row]:
    rows: list[Row] = []
    level = {
        "phq9": random.normal(15, 5),
        "gad7": random.normal(12, 4),
        "ors_adult": random.normal(18, 7),
        "srs": random.normal(36, 3),
        "wai_sr": random.normal(44, 7),
    }
    speed = random.normal(clinic.change_per_session, 0.5)
    slope = {"phq9": speed, "gad7": 0.7 * speed, "ors_adult": -1.5 * speed, "srs": 0.12, "wai_sr": 0.4}
    for session, moment in enumerate(dates, start=1):
        for scale_id in clinic.scales:
            if scale_id == "care":
                if session == 3 and random.random() < 0.75:
                    score = 42 + warmth + random.normal(0, 6)
                    rows.append(_form(clinic, episode, "care", moment, session, score, len(rows)))
                continue
            if random.random() < 0.82:
                dip = -6 if scale_id in ("srs", "wai_sr") and random.random() < 0.05 else 0
                noise = random.normal(0, 2) + dip
                score = level[scale_id] + slope[scale_id] * (session - 1) + noise
                rows.append(_form(clinic, episode, scale_id, moment, session, score, len(rows)))
                if scale_id == "wai_sr":
                    part = _form(clinic, episode, "wai_sr_bond", moment, session, score / 3, len(rows))
                    rows.append(part)
    return rows


def _form(
    clinic: InventedClinic,
    episode: Row,
    scale_id: str,
    moment: dt.datetime,
    session: int,
    raw: float,
    index: int,
) -> Row:
    scale = SCALE[scale_id]
    score = float(round(min(max(raw, scale.minimum), scale.maximum)))
    has_sessions = clinic.has_appointments
    return {
        "clinic_id": clinic.clinic_id,
        "response_key": episode["episode_key"] * 1000 + index,
        "scale_id": scale_id,
        "instrument_id": scale.instrument_id or scale_id,
        "construct": scale.construct,
        "episode_key": episode["episode_key"],
        "client_key": episode["client_key"],
        "therapist_key": episode["therapist_key"],
        "respondent": "client",
        "completed_at": moment,
        "session_number": session if has_sessions else 0,
        "session_link": "same_day" if has_sessions else "before_first",
        "score": score,
        "items_answered": 9,
        "items_missing": 0,
        "is_prorated": False,
        "is_at_ceiling": score == (scale.maximum if scale.higher_is == "better" else scale.minimum),
    }
