"""What may leave a clinic: small numbers are withheld here, and nowhere else.

Belongs here: the rules by which a count, a share or a network figure is released. Doesn't: the wording of a
withheld cell (`words`), the limits themselves, which are the network's settings. Whoever draws or writes for
other eyes than the clinic's own takes only what these functions return.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from reports.shares import Estimate, Share

ROUNDING_BASE = 5
"""Released counts are rounded to the nearest five."""

DOMINANT_SHARE = 0.75
"""No clinic may make up more of a network figure: the dominance rule with n = 1, house default."""


class Withheld(Enum):
    """Why nothing is shown."""

    SMALL_NUMBER = "small_number"
    FEW_CLINICS = "few_clinics"


@dataclass(frozen=True)
class Policy:
    """The network's limits. `withhold_zero`: a count of none is protected like any small one."""

    minimum_count: int
    minimum_clinics: int
    withhold_zero: bool = True

    def is_small(self, count: int) -> bool:
        """Whether the count can't be shown."""
        if count == 0:
            return self.withhold_zero
        return count < self.minimum_count


@dataclass(frozen=True)
class ReleasedShare:
    """Whole per cents as shares of 1, and the denominator rounded to five."""

    estimate: Estimate
    denominator: int


def release_count(count: int, policy: Policy) -> int | Withheld:
    """Return the count rounded to five, or that it is withheld."""
    return Withheld.SMALL_NUMBER if policy.is_small(count) else _rounded(count)


def release_share(share: Share, policy: Policy, estimate: Estimate | None = None) -> ReleasedShare | Withheld:
    """Return the share in whole per cents, or that it is withheld.

    Withheld where numerator, complement or denominator is small. `estimate` replaces the plain share where
    the warehouse has a better one of the same people (an incidence with censoring); the counts still decide.
    """
    if any(policy.is_small(count) for count in (share.numerator, share.complement, share.denominator)):
        return Withheld.SMALL_NUMBER
    told = estimate or share.estimate()
    if told is None:
        return Withheld.SMALL_NUMBER
    whole = Estimate(round(told.value, 2), round(told.lower, 2), round(told.upper, 2), told.is_bounded)
    return ReleasedShare(whole, _rounded(share.denominator))


def release_column(counts: Mapping[str, int], policy: Policy) -> dict[str, int | Withheld]:
    """Return a column of counts whose total is known as well.

    Where exactly one cell is withheld, the total would give it away; then the smallest other one is
    withheld too.
    """
    released = {name: release_count(count, policy) for name, count in counts.items()}
    withheld = [name for name, cell in released.items() if isinstance(cell, Withheld)]
    shown = [name for name in released if name not in withheld]
    if len(withheld) == 1 and shown:
        partner = min(shown, key=lambda name: (counts[name], name))
        released[partner] = Withheld.SMALL_NUMBER
    return released


def release_shares(
    shares: Mapping[str, Share], policy: Policy, estimates: Mapping[str, Estimate] | None = None
) -> dict[str, ReleasedShare | Withheld]:
    """Return one share a clinic, for a page that also shows the share over all of them.

    As with a column of counts, a single withheld clinic would follow from the others by subtraction; then the
    smallest other one is withheld with it.
    """
    estimates = estimates or {}
    released = {name: release_share(share, policy, estimates.get(name)) for name, share in shares.items()}
    withheld = [name for name, cell in released.items() if isinstance(cell, Withheld)]
    shown = [name for name in released if name not in withheld]
    if len(withheld) == 1 and shown:
        partner = min(shown, key=lambda name: (shares[name].denominator, name))
        released[partner] = Withheld.SMALL_NUMBER
    return released


def network_figure_is_allowed(contributions: Mapping[str, int], policy: Policy) -> bool:
    """Whether a figure over these clinics hides each of them: enough clinics, none dominant.

    `contributions` holds the denominator that each clinic brings; those too small to count don't hide anyone.
    """
    total = sum(contributions.values())
    counted = [count for count in contributions.values() if count >= policy.minimum_count]
    if len(counted) < policy.minimum_clinics or total == 0:
        return False
    return max(counted) / total <= DOMINANT_SHARE


def release_network_share(
    contributions: Mapping[str, Share], policy: Policy, estimate: Estimate | None = None
) -> ReleasedShare | Withheld:
    """Return the share over all clinics together, or why it is withheld."""
    if not network_figure_is_allowed(
        {clinic: share.denominator for clinic, share in contributions.items()}, policy
    ):
        return Withheld.FEW_CLINICS
    return release_share(sum(contributions.values(), Share(0, 0)), policy, estimate)


def _rounded(count: int) -> int:
    return ROUNDING_BASE * round(count / ROUNDING_BASE)
