"""How much units usually differ beyond chance: phi and tau2.

Belongs here: taming extreme z, phi, DerSimonian and Laird's tau2, and a tau2 borrowed from elsewhere.
Doesn't: limits (`funnel_limits`) and signals (`funnel`).

    phi  = sum(z^2) / n
    tau2 = max(0, (n phi - (n-1)) / (sum(w) - sum(w^2)/sum(w))),   w = 1/s^2

Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202; DerSimonian & Laird 1986.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from warehouse.inference.funnel_scales import BorrowedDispersion, Floats, Scale

Tamed = Literal["winsorised", "left_out"]
"""Extreme z are set to their 10 % and 90 % quantiles, or the floor(0.1 n) at each end are left out."""

_TAMED_SHARE = 0.1


@dataclass(frozen=True)
class Dispersion:
    """phi of a set of units, and the tau2 to widen limits with.

    `unit_count` is the number of units that phi rests on, `source` whose tau2 it is. phi is None with fewer
    than two units, and so is tau2 unless it was borrowed.
    """

    phi: float | None
    unit_count: int
    tau2: float | None
    source: str


def estimate_dispersion(
    z: Floats,
    s: Floats,
    scale: Scale,
    *,
    tamed: Tamed,
    correct_phi: bool = False,
    borrowed: BorrowedDispersion | None = None,
) -> Dispersion:
    """Estimate phi and tau2 from unadjusted `z` and standard errors `s`, both on `scale`.

    Where extreme z are left out, n and the weights are those of the units that stay. tau2 is 0 unless
    n phi > n-1, which is what `not overdispersed` means here. With `correct_phi`, phi is divided by what the
    same treatment leaves of many standard normal z (0.679 winsorised, 0.438 with a tenth left out at each
    end): the published form doesn't, and so takes units that differ as usual for a little more alike than
    they are. A `borrowed` tau2 takes the place of the units' own; phi stays theirs.

    Raises ValueError if the borrowed tau2 is on another scale.
    """
    if borrowed is not None and borrowed.scale is not scale:
        raise ValueError(
            f"tau2 was borrowed on the {borrowed.scale.name} scale, and this funnel is on the {scale.name} "
            "scale: convert it with `BorrowedDispersion.on`."
        )
    phi, tau2, kept = None, None, 0
    source = "not known from fewer than two units"
    if z.size >= 2:
        rest, calm = _tame(z, tamed)
        kept = calm.size
        phi = float((calm**2).mean()) / (_phi_left_by_chance(tamed, z.size) if correct_phi else 1.0)
        weight = s[rest] ** -2
        spread = float(weight.sum() - (weight**2).sum() / weight.sum())
        tau2 = max(0.0, (kept * phi - (kept - 1)) / spread)
        source = f"these {z.size} units"
    if borrowed is not None:
        return Dispersion(phi, kept, borrowed.tau2, borrowed.source)
    return Dispersion(phi, kept, tau2, source)


def _tame(z: Floats, tamed: Tamed) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return the positions of the units that phi rests on, and their z."""
    order = np.argsort(z, kind="stable").astype(np.int64)
    if tamed == "left_out":
        rest = order[_left_out(z.size) : z.size - _left_out(z.size)]
        return rest, z[rest]
    low, high = np.quantile(z, [_TAMED_SHARE, 1 - _TAMED_SHARE])
    return order, np.clip(z[order], low, high)


def _left_out(count: int) -> int:
    """Return floor(0.1 n) in whole numbers."""
    return count // 10


def _phi_left_by_chance(tamed: Tamed, count: int) -> float:
    """Return the phi that many standard normal z have after the same treatment, for large n."""
    share = _TAMED_SHARE if tamed == "winsorised" else _left_out(count) / count
    if share == 0:
        return 1.0
    cut = NormalDist().inv_cdf(1 - share)
    within = 1 - 2 * share - 2 * cut * NormalDist().pdf(cut)
    return within + 2 * share * cut**2 if tamed == "winsorised" else within / (1 - 2 * share)
