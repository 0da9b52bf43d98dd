"""How an export is read at present, as a fingerprint: a file is read again once that has changed.

Belongs here: everything that a reading depends on besides the file. Doesn't: telling whether a file is new
(`deliveries`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ingest.canonical import Feed
from ingest.configuration.clinic import Clinic, Export
from ingest.configuration.registry import Registry
from ingest.crosswalks import Crosswalk

DOOR_VERSION = 1
"""Raised when the door's rules change what is taken, so that files that were refused are judged again."""


def mapping_fingerprint(
    registry: Registry,
    clinic: Clinic,
    export: Export,
    companions: Mapping[str, bytes],
    crosswalk: Crosswalk,
) -> str:
    """Identify how an export is read: its mapping, what its instruments allow, and the door's own rules.

    `companions` are files of the home that the format needs, by name.
    """
    parts: dict[str, Any] = {"door": DOOR_VERSION, "mapping": registry.fingerprint(clinic, export)}
    if crosswalk.steps:
        parts["crosswalk"] = hashlib.sha256(crosswalk.content).hexdigest()
    if companions:
        parts["companions"] = {
            name: hashlib.sha256(content).hexdigest() for name, content in companions.items()
        }
    if export.feed is Feed.ACTIONS:
        parts["forms"] = sorted(registry.instrument_names())
    if export.feed is Feed.RESPONSES:
        names = {export.instrument, *export.values.get("instrument", {}).values()} - {None}
        fixed = export.instrument is not None
        used = sorted(names if fixed else {*names, *registry.instrument_names()}, key=str)
        parts["forms"] = {name: _form(registry, str(name)) for name in used}
        if export.format == "fhir":  # where the registered codes say which answer is which
            parts["codes"] = {
                name: [str(use) for use in found.codes.uses()]
                for name in used
                if (found := registry.instrument(str(name))) is not None
            }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _form(registry: Registry, name: str) -> dict[str, Any] | None:
    """Say what the door asks of a form: its answers, respondents and the totals that it can give."""
    instrument = registry.instrument(name)
    if instrument is None:
        return None
    scale = instrument.declared_total_scale
    return {
        "instrument": instrument.instrument,
        "items": instrument.items.reading(),
        "respondents": list(instrument.respondents),
        "total": None if scale is None else [scale.minimum, scale.maximum, scale.fractional],
    }
