"""Shares on pages, as far as they may leave a clinic.

Belongs here: the network's policy applied to one share, or to one share a clinic with the network's beside
them. Doesn't: the policy, comparisons of clinics and tables of counts (`warehouse.disclosure`), the wording
of a withheld cell (`words`). Whoever draws or writes for other eyes than the clinic's own takes only what
these functions return, or what `marts.network_comparison` holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from reports.shares import Estimate, Share
from warehouse.disclosure.policy import Policy


class Withheld(Enum):
    """Why nothing is shown."""

    SMALL_NUMBER = "small_number"
    FEW_CLINICS = "few_clinics"


@dataclass(frozen=True)
class ReleasedShare:
    """Whole per cents as shares of 1, and the denominator rounded to five."""

    estimate: Estimate
    denominator: int


def release_count(count: int, policy: Policy) -> int | Withheld:
    """Return the count rounded to five, or that it is withheld."""
    released = policy.released_count(count)
    return Withheld.SMALL_NUMBER if released is None else released


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
    return ReleasedShare(whole, policy.rounded(share.denominator))


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
    return policy.allows_total(contributions.values())


def release_network_share(
    contributions: Mapping[str, Share], policy: Policy, estimate: Estimate | None = None
) -> ReleasedShare | Withheld:
    """Return the share over the clinics whose own may be released, or why it is withheld.

    Those that are withheld have no part in it: nothing of them is left when the others are taken off.
    `estimate` is of all clinics, so it is used only where all of them may be released.
    """
    if not policy.allows_total(share.denominator for share in contributions.values()):
        return Withheld.FEW_CLINICS
    shown = {
        clinic: share
        for clinic, share in contributions.items()
        if isinstance(release_share(share, policy), ReleasedShare)
    }
    if not policy.allows_total(share.denominator for share in shown.values()):
        return Withheld.SMALL_NUMBER
    counted = {clinic for clinic, share in contributions.items() if share.denominator}
    told = estimate if counted == set(shown) else None
    return release_share(sum(shown.values(), Share(0, 0)), policy, told)
