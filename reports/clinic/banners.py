"""What a reader must know before the figures: states of the clinic's data, after those of the run.

Belongs here: which of them hold, the gravest first. Doesn't: how they look.
"""

from __future__ import annotations

import datetime as dt

from reports.clinic.view import ClinicView
from reports.components import Banner
from reports.run_banners import run_banners
from reports.shares import TOO_FEW

FIRST_MONTH = dt.timedelta(days=28)
STALE_AFTER = 28
"""Days without any event after which nothing on the page is about these weeks."""

QUIET_AFTER = dt.timedelta(days=7)


def clinic_banners(view: ClinicView) -> list[Banner]:
    """Return the run's banners and those of the clinic's own data."""
    banners = run_banners(view.publication, view.words)
    banners += _delivery_banners(view)
    banners += _data_banners(view)
    return sorted(banners, key=lambda banner: banner.kind != "caution")


def _delivery_banners(view: ClinicView) -> list[Banner]:
    words, last = view.words, view.clinic.last_received_at
    if last is None:
        return [Banner("caution", words.say("banner-never-title"), words.say("banner-never"))]
    if last <= view.publication.run.known_at - QUIET_AFTER:
        text = words.say("banner-quiet", last=words.figures.moment(last))
        return [Banner("caution", words.say("banner-quiet-title"), text)]
    return []


def _days_behind(view: ClinicView) -> int | None:
    """Days from the latest appointment or form to the week's end; None where there is neither."""
    days = [day for day in (view.clinic.appointments_until, view.clinic.responses_until) if day]
    return (view.last_day - max(days)).days if days else None


def _data_banners(view: ClinicView) -> list[Banner]:
    words, banners = view.words, []
    if not view.names.is_vault_readable:
        banners.append(Banner("caution", words.say("banner-vault-title"), words.say("banner-vault")))
    if not view.clinic.has_appointment_data:
        banners.append(
            Banner("caution", words.say("banner-no-appointments-title"), words.say("banner-no-appointments"))
        )
    if view.clinic.last_received_at is None:
        return banners
    behind = _days_behind(view)
    if behind is not None and behind >= STALE_AFTER:
        banners.append(
            Banner("caution", words.say("banner-stale-title"), words.say("banner-stale", days=behind))
        )
    row = next(iter(view.rows("beginnings")), None)
    first: dt.date | None = row["first_start"] if row else None
    begun: int = row["begun"] if row else 0
    if first is not None and first > (view.publication.marts_run.week_end - FIRST_MONTH).date():
        text = words.say("banner-first-month", first=words.figures.day(first))
        banners.append(Banner("note", words.say("banner-first-month-title"), text))
    if begun < TOO_FEW:
        text = words.say("banner-too-few", courses=begun)
        banners.append(Banner("note", words.say("banner-too-few-title"), text))
    return banners
