"""From a latent score to the answers on a form, so that items sum sensibly and hang together.

Belongs here: one response model per instrument and unanswered items. Doesn't: which forms exist (`forms`).
Answers are in stored units (tenths for ORS and SRS lines), as on paper: items that the instrument reverses
are written down reversed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.simulator.people import Floats, Integers

UNANSWERED = -1
DOES_NOT_APPLY = -2

Answers = NDArray[np.int16]


@dataclass(frozen=True)
class GradedItems:
    """A graded response model: an answer is the number of thresholds below loading × latent + noise.

    `thresholds` are for the average item, each item's own are shifted by `shifts` (positive: rarer).
    """

    count: int
    minimum: int
    thresholds: tuple[float, ...]
    loading: float
    shifts: tuple[float, ...]
    reversed_items: tuple[int, ...] = ()
    does_not_apply: float = 0.0
    """Share of answers that say that the item doesn't apply."""

    def draw(self, latent: Floats, rng: np.random.Generator) -> Answers:
        """Return a matrix of forms × items."""
        noise = rng.standard_normal((len(latent), self.count), dtype=np.float32)
        felt = self.loading * latent[:, None] + np.sqrt(1 - self.loading**2) * noise - np.array(self.shifts)
        answers = np.full(felt.shape, self.minimum, dtype=np.int16)
        for threshold in self.thresholds:
            answers += felt > threshold
        maximum = self.minimum + len(self.thresholds)
        for item in self.reversed_items:
            answers[:, item - 1] = self.minimum + maximum - answers[:, item - 1]
        return answers


@dataclass(frozen=True)
class Lines:
    """Marks on ten-centimetre lines, read to a tenth; marks beyond the ends are put on the ends."""

    count: int
    centre: float
    slope: float
    noise: float
    does_not_apply: float = 0.0

    def draw(self, latent: Floats, rng: np.random.Generator) -> Answers:
        """Return a matrix of forms × lines, in tenths."""
        marks = (
            self.centre
            + self.slope * latent[:, None]
            + self.noise * rng.standard_normal((len(latent), self.count), dtype=np.float32)
        )
        return np.asarray(np.clip(np.rint(10 * marks), 0, 100), dtype=np.int16)


MODELS: dict[str, GradedItems | Lines] = {
    "phq9": GradedItems(9, 0, (-1.35, -0.25, 0.65), 0.70, (-0.2, -0.1, -0.2, -0.4, 0.1, 0.0, 0.0, 0.7, 1.4)),
    "gad7": GradedItems(7, 0, (-1.5, -0.45, 0.5), 0.74, (-0.3, -0.1, -0.2, -0.1, 0.6, 0.0, 0.2)),
    "core_10": GradedItems(
        10, 0, (-1.35, -0.45, 0.4, 1.3), 0.68, (-0.4, 0.2, 0.0, 0.1, 0.2, 1.9, -0.2, -0.1, -0.3, -0.3), (2, 3)
    ),
    "wai_sr": GradedItems(
        12,
        1,
        (-2.4, -1.5, -0.65, 0.3),
        0.76,
        (0.1, 0.2, -0.4, 0.0, -0.3, 0.0, -0.3, 0.0, -0.2, 0.1, 0.1, 0.2),
    ),
    "care": GradedItems(
        10,
        1,
        (-2.8, -2.2, -1.4, -0.45),
        0.94,
        (0.0, 0.0, 0.0, -0.1, 0.0, -0.1, 0.0, 0.0, 0.1, 0.1),
        (),
        0.015,
    ),
    "ors_adult": Lines(4, 4.9, -1.95, 1.5),
    "srs": Lines(4, 9.45, 1.2, 0.40),
}
"""Calibrated to intake norms: PHQ-9 15 (5.5), GAD-7 13.5 (4.8), CORE-10 19.7 (7.7), ORS 19.6 (8.7); and to
the usual ceilings: CARE 48 % at its maximum (Bikker et al. 2015), SRS about 30 %, WAI-SR about 8 %."""


def draw_answers(
    instrument: str, latent: Floats, rng: np.random.Generator, unanswered: float = 0.006
) -> Answers:
    """Draw forms × items, with UNANSWERED and DOES_NOT_APPLY where no answer was given."""
    model = MODELS[instrument]
    answers = model.draw(latent, rng)
    left_out = rng.random(answers.shape, dtype=np.float32)
    answers[left_out < unanswered] = UNANSWERED
    answers[left_out > 1 - model.does_not_apply] = DOES_NOT_APPLY
    return answers


def complete_totals(instrument: str, answers: Answers) -> Integers:
    """Return each form's total in stored units, reversed items put right; -1 where an answer is lacking."""
    model = MODELS[instrument]
    total = answers.sum(axis=1, dtype=np.int64)
    if isinstance(model, GradedItems):
        ends = 2 * model.minimum + len(model.thresholds)
        for item in model.reversed_items:
            total += ends - 2 * answers[:, item - 1]
    return np.where((answers >= 0).all(axis=1), total, -1)
