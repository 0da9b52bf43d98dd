"""What may be chosen about an invented network, with defaults near the published benchmarks.

Belongs here: the parameters and what they mean. Doesn't: drawing numbers (`people`, `courses`, `forms`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class HazardCoefficients:
    """Log-odds of stopping therapy in one week, for a client who is still attending.

    `low_alliance` is per standard deviation below the average alliance, `falling_alliance` per standard
    deviation lost since the session before, `severity` per standard deviation of intake distress;
    `no_early_change` and `missed_session` are yes or no; `per_session` counts up to ten sessions.
    """

    weekly: float = 0.0125
    """Probability in a week for an average client at the first session."""
    severity: float = 0.20
    low_alliance: float = 0.60
    falling_alliance: float = 0.50
    no_early_change: float = 0.45
    missed_session: float = 0.75
    per_session: float = -0.05
    constant: float = 0.026
    """Probability in every week of every client when `Simulation.signal` is off."""


@dataclass(frozen=True)
class Effects:
    """Standard deviations and weights of the latent model; distress and alliance have unit variance.

    Chosen so that observed scores show roughly what the literature does: therapists 5 % of the variance of
    outcome (Johns et al. 2019), clinics 1 to 2 %, alliance and outcome r = .28 (Flückiger et al. 2018),
    empathy and outcome r = .28 (Elliott et al. 2018).
    """

    improvement: float = 1.25
    """Mean improvement that a long course approaches, in standard deviations of intake distress."""
    clinic_improvement: float = 0.16
    clinic_dropout: float = 0.12
    clinic_alliance: float = 0.08
    clinic_severity: float = 0.15
    therapist_improvement: float = 0.24
    therapist_dropout: float = 0.45
    client_improvement: float = 0.65
    severity_on_improvement: float = 0.35
    empathy_on_alliance: float = 0.25
    alliance_on_improvement: float = 0.33
    perceived_empathy_on_improvement: float = 0.28
    rupture_rate: float = 0.06
    """Probability that a session after the first ruptures the alliance."""
    never_started: float = 0.07
    """Share of courses whose client never attends."""


@dataclass(frozen=True)
class PlantedDifference:
    """A difference put into one clinic on purpose, to see whether it is found."""

    clinic: str
    dropout_log_odds: float = 0.0
    improvement: float = 0.0
    """In standard deviations of intake distress."""


@dataclass(frozen=True)
class Dirt:
    """How often each fault of real exports is put into each clinic's files, where its format can have it.

    Counts (at most one row in fifty), except `late_share` and `opted_out_share`. The truth lists every fault.
    """

    duplicate_rows: int = 4
    resent_files: int = 2
    corrected_forms: int = 5
    late_share: float = 0.02
    """Share of forms that are exported two to six weeks after they were filled in."""
    withdrawn_episodes: int = 2
    unreadable_dates: int = 2
    out_of_range_items: int = 3
    unmapped_codes: int = 2
    short_rows: int = 1
    wrong_encodings: int = 1
    blank_rows: int = 4
    test_clients: int = 3
    wrong_totals: int = 3
    late_episodes: int = 3
    """Episodes that are exported three weeks after their first forms could have been."""
    opted_out_share: float = 0.02

    @classmethod
    def none(cls) -> Dirt:
        """Return clean exports."""
        return cls(0, 0, 0, 0.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0)


@dataclass(frozen=True)
class Simulation:
    """Everything that decides what is invented; equal parameters give equal bytes.

    Raises:
        ValueError: for a network that can't be simulated.
    """

    seed: int = 46
    clinics: int = 6
    months: int = 18
    ends_on: dt.date = dt.date(2026, 11, 15)
    """Last day of data; files are dated on the day after it and every seventh day before that."""
    clients_per_month: float = 26.0
    """New clients of a clinic of ordinary size; clinics differ from it by their plan."""
    clients_per_therapist: float = 36.0
    backlog_months: int = 0
    """Months that each clinic's first delivery covers at once; 0: weekly files from the beginning."""
    signal: bool = True
    """False: the weekly hazard of dropout is the same for everybody (planted differences apart)."""
    clinic_effects: float = 1.0
    """Multiplies every clinic effect; 0 makes clinics equal but for their case mix."""
    therapist_effects: float = 1.0
    """Multiplies therapists' effects on improvement, dropout and empathy."""
    effects: Effects = field(default_factory=Effects)
    hazard: HazardCoefficients = field(default_factory=HazardCoefficients)
    dirt: Dirt = field(default_factory=Dirt)
    planted: tuple[PlantedDifference, ...] = ()
    other_formats: bool = False
    """True: three small clinics more, which send Excel workbooks, REDCap exports and FHIR resources."""

    def __post_init__(self) -> None:
        if not 1 <= self.clinics <= 200:
            raise ValueError("a simulated network has between 1 and 200 clinics")
        if not 2 <= self.months <= 120:
            raise ValueError("a simulated history has between 2 and 120 months")
        if not 0 <= self.backlog_months < self.months:
            raise ValueError("the backlog must be shorter than the history")
        if self.clients_per_month <= 0 or self.clients_per_therapist <= 0:
            raise ValueError("clients per month and per therapist must be positive")
        if not 0 < self.hazard.weekly < 1 or not 0 < self.hazard.constant < 1:
            raise ValueError("weekly hazards are probabilities between 0 and 1")

    def planted_in(self, clinic_id: str) -> PlantedDifference:
        """Return the sum of what was planted in one clinic."""
        found = [difference for difference in self.planted if difference.clinic == clinic_id]
        return PlantedDifference(
            clinic_id,
            sum(difference.dropout_log_odds for difference in found),
            sum(difference.improvement for difference in found),
        )
