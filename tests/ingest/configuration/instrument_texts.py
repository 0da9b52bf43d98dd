"""Instrument files as text, to be bent by one key at a time.

Belongs here: one small valid instrument and the means to break it. Doesn't: shipped instruments.
"""

from __future__ import annotations

from pathlib import Path

from ingest.configuration.instrument import Instrument
from ingest.configuration.instrument_files import InstrumentFiles, read_instruments
from ingest.configuration.yaml_files import parse_model, read_yaml
from ingest.home import Home

CALM = """\
instrument: calm
name: Calm scale
respondents: [client]
age_from: 18
licence: Our own.
citation: Example 2026
items:
  count: 4
  minimum: 0
  maximum: 3
  reversed: [2]
  evidence: verified
  source: manual
scales:
  - scale: calm
    name: Calm
    measures: outcome
    items: all
    method: sum
    minimum: 0
    maximum: 12
    higher_is: better
    max_missing: 1
    missing_evidence: house
    missing_source: our own rule
    takes_declared_total: true
    evidence: verified
    source: manual
    thresholds:
      - kind: clinical_cutoff
        operator: "<"
        value: 6
        label: low
        age_from: 18
        evidence: verified
        source: manual
  - scale: calm_first
    name: Calm, first half
    measures: outcome
    items: [1, 2]
    method: sum
    minimum: 0
    maximum: 6
    higher_is: better
    max_missing: 0
    missing_evidence: house
    missing_source: our own rule
    evidence: verified
    source: manual
"""
"""A whole instrument, scored as it stands."""


def bent(old: str, new: str) -> str:
    """Return CALM with the first place of `old` replaced."""
    assert old in CALM, f"CALM has no `{old}`"
    return CALM.replace(old, new, 1)


def on_last_scale(keys: str) -> str:
    """Return CALM with more keys on its second scale, which allows no missing item."""
    return CALM + "".join(f"    {line}\n" for line in keys.splitlines())


def with_threshold(threshold: str) -> str:
    """Return CALM with one more threshold on its main scale."""
    place = CALM.index("  - scale: calm_first")
    return CALM[:place] + f"      - {threshold}\n" + CALM[place:]


def parsed(folder: Path, text: str, name: str = "calm") -> Instrument:
    """Read one instrument from text."""
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return parse_model(Instrument, read_yaml(path, path.name), path.name)


def home_with(folder: Path, **files: str) -> InstrumentFiles:
    """Read the instruments of a home that holds these files."""
    home = Home(folder)
    home.instruments.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (home.instruments / f"{name}.yml").write_text(text, encoding="utf-8")
    return read_instruments(home)


def complaints(files: InstrumentFiles) -> list[str]:
    """Return the problems as people read them."""
    return [str(problem) for problem in files.problems]
