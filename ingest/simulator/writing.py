"""Puts an invented network on disk: a home with YAML, the clinics' files as they arrived, and the truth.

Belongs here: what goes where and when. Doesn't: the bytes of a file (`sent_files`), the tables of the
truth (`truth`).
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from ingest.home import Home
from ingest.simulator import dialects, truth
from ingest.simulator.clinic_days import DeliveryCalendar, date_of
from ingest.simulator.network import SimulatedClinic, SimulatedNetwork, simulate_clinics
from ingest.simulator.parameters import Simulation
from ingest.simulator.sent_files import SentFile, SentSeries, sent_by

EXPORT_HOUR = dt.time(4, 30)
"""Local time at which files are written, on the day that they are dated."""

NETWORK_YAML = """\
# A network of invented clinics. Every report says so.
network: Simulated network
timezone: Europe/London               # weeks begin on Monday 00:00 here
simulated: true

definitions:
  contact_gap_days: 60                # so long without a session, and an open course counts as dropped out
  minimum_publishable_reliability: 0.7
  reliable_change: {ors_adult: fit}   # two criteria are published for the ORS: this network uses FIT's 5

disclosure:
  minimum_count: 5                    # smaller counts are withheld from network reports
  minimum_clinics: 4
"""


def write_home(source: Simulation | SimulatedNetwork, home: Home, *, until: dt.date | None = None) -> None:
    """Write a home that can be run: `rapport.yml`, clinics' YAML, their inboxes, and the truth beside them.

    Given parameters instead of a network, each clinic is drawn, written and forgotten before the next one.
    `until` keeps files that appear after that day out of the inbox; `deliver` brings them later. The truth
    (`simulation/`) always covers the whole history.
    """
    parameters = source if isinstance(source, Simulation) else source.parameters
    home.clinics.mkdir(parents=True, exist_ok=True)
    home.network_file.write_text(NETWORK_YAML, encoding="utf-8")
    truth.write_parameters(home, parameters)
    for part in _clinics(source):
        home.clinic_file(part.plan.clinic_id).write_text(clinic_yaml(part), encoding="utf-8")
        sent = list(sent_by(part))
        truth.write_clinic(home, part, sent)
        _place_all(home, part, sent, None, until)


def deliver(
    source: Simulation | SimulatedNetwork,
    home: Home,
    *,
    after: dt.date | None = None,
    until: dt.date | None = None,
) -> list[Path]:
    """Bring the files that appear later than `after` and no later than `until`; returns their paths."""
    return [path for part in _clinics(source) for path in _place_all(home, part, sent_by(part), after, until)]


def delivery_days(parameters: Simulation) -> list[dt.date]:
    """Return the regular days of delivery during the whole history, oldest first."""
    return [date_of(day) for day in DeliveryCalendar(parameters, parameters.months).days]


def clinic_yaml(part: SimulatedClinic) -> str:
    """Return the YAML by which one clinic's files are read."""
    plan = part.plan
    text = (Path(dialects.__file__).parent / f"{plan.dialect}.yml").read_text(encoding="utf-8")
    return Template(text).substitute(clinic=plan.clinic_id, name=plan.name, timezone=plan.timezone)


def _clinics(source: Simulation | SimulatedNetwork) -> Iterator[SimulatedClinic]:
    return simulate_clinics(source) if isinstance(source, Simulation) else iter(source.parts)


def _place_all(
    home: Home,
    part: SimulatedClinic,
    sent: Iterator[SentSeries] | list[SentSeries],
    after: dt.date | None,
    until: dt.date | None,
) -> list[Path]:
    inbox = home.inbox / part.plan.clinic_id
    inbox.mkdir(parents=True, exist_ok=True)
    zone = ZoneInfo(part.plan.timezone)
    return [
        _place(inbox / file.name, one.content(file), file, zone)
        for one in sent
        for file in one.files
        if (after is None or file.placed_on > after) and (until is None or file.placed_on <= until)
    ]


def _place(path: Path, content: bytes, file: SentFile, zone: ZoneInfo) -> Path:
    path.write_bytes(content)
    exported = dt.datetime.combine(file.exported_on, EXPORT_HOUR, zone).timestamp()
    os.utime(path, (exported, exported))  # the only sign of the time of export that some clinics give
    return path
