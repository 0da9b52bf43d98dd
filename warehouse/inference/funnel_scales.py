"""The scales on which funnels are computed, and how a dispersion moves from one to another.

Belongs here: a transform, its way back, and the size of a small difference on it. Doesn't: the funnel itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scale:
    """A monotone transform. `slope` is its derivative where the figure equals a proportion p."""

    name: str
    there: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    slope: Callable[[float], float]


def _from_arcsine(x: Floats) -> Floats:
    back: Floats = np.sin(np.clip(x, 0.0, np.pi / 2)) ** 2
    return back


ARCSINE = Scale(
    "arcsine",
    lambda p: np.arcsin(np.sqrt(p)),
    _from_arcsine,
    lambda p: 0.5 / (p * (1.0 - p)) ** 0.5,
)
"""Proportions: asin(sqrt(p)), on which the variance of a proportion is 1/(4n) whatever p."""

LOG = Scale("log", np.log, np.exp, lambda p: 1.0 / p)
"""Ratios of observed to expected: their logarithm."""

IDENTITY = Scale("identity", lambda x: x, lambda x: x, lambda p: 1.0)
"""Means and differences: as they are."""


@dataclass(frozen=True)
class BorrowedDispersion:
    """tau2 of a larger set of units than one's own, on a `scale`, with the source that is named beside it."""

    tau2: float
    scale: Scale
    source: str

    def __post_init__(self) -> None:
        """Refuse what isn't a variance with a source."""
        if not (np.isfinite(self.tau2) and self.tau2 >= 0):
            raise ValueError("A borrowed tau2 is 0 or more.")
        if not self.source.strip():
            raise ValueError("A borrowed tau2 names its source.")

    def on(self, scale: Scale, proportion: float) -> BorrowedDispersion:
        """Return the dispersion on another scale, for units around this proportion.

        By the delta method, tau2 there = tau2 here (slope there / slope here)^2: to the scale of ratios
        (`LOG`) it is 4 (1-p)/p, to that of differences (`IDENTITY`) 4 p (1-p) times the arcsine one.

        Raises ValueError if the proportion is not between 0 and 1, both excluded.
        """
        if not 0 < proportion < 1:
            raise ValueError("The proportion at which a dispersion is converted lies between 0 and 1.")
        factor = scale.slope(proportion) / self.scale.slope(proportion)
        return BorrowedDispersion(self.tau2 * factor**2, scale, self.source)
