"""The instruments of a home: the shipped ones, the site's own, and its confirmations.

Belongs here: finding the files, laying a confirmation over what it confirms, refusing what contradicts a
verified fact. Doesn't: the schemas (`instrument`, `confirmation`), nor judging the registry as a whole
(`registry_lint`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingest.configuration.confirmation import Confirmation, contradictions, merged
from ingest.configuration.instrument import Instrument
from ingest.configuration.registry_lint import Finding, lint
from ingest.configuration.yaml_files import (
    ConfigurationError,
    Problem,
    faults_of,
    parse_model,
    problem_at,
    read_yaml,
)
from ingest.home import Home

SHIPPED_INSTRUMENTS = Path(__file__).parent.parent / "instruments"


@dataclass
class InstrumentFiles:
    """What a home's instrument files say, and everything that is wrong with them."""

    instruments: dict[str, Instrument] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, tuple[str, Any]] = field(default_factory=dict)
    """Per instrument: the file as people know it, and its content with lines."""


def read_instruments(home: Home) -> InstrumentFiles:
    """Read the shipped instruments and lay the home's own files over them."""
    shipped = _shipped_files(SHIPPED_INSTRUMENTS)
    files = InstrumentFiles(dict(shipped.instruments), list(shipped.problems), dict(shipped.places))
    for path in sorted(home.instruments.glob("*.yml")):
        _take_home_file(files, path, home.relative(path), shipped.instruments)
    files.problems += _ambiguous_aliases(files.instruments.values())
    if not files.problems:
        own = files.instruments.keys() - shipped.instruments.keys()
        files.problems += [_as_problem(files, finding) for finding in lint(files.instruments, own)]
    return files


def shipped_instruments() -> dict[str, Instrument]:
    """Return the instruments as shipped, without any home.

    Raises:
        ConfigurationError: a shipped file isn't valid.
    """
    files = _shipped_files(SHIPPED_INSTRUMENTS)
    if files.problems:
        raise ConfigurationError(files.problems)
    return dict(files.instruments)


@cache
def _shipped_files(folder: Path) -> InstrumentFiles:
    """Read the shipped files once in a process, since that takes a third of a second."""
    files = InstrumentFiles()
    for path in sorted(folder.glob("*.yml")):
        try:
            _take_whole(files, path, f"shipped instruments/{path.name}", {})
        except ConfigurationError as error:
            files.problems += error.problems
    return files


def _take_home_file(
    files: InstrumentFiles, path: Path, shown_as: str, shipped: Mapping[str, Instrument]
) -> None:
    try:
        content = read_yaml(path, shown_as)
        if "confirms" in content:
            _take_confirmation(files, path, shown_as, content, shipped)
        else:
            _take_whole(files, path, shown_as, shipped, content)
    except ConfigurationError as error:
        files.problems += error.problems


def _take_whole(
    files: InstrumentFiles,
    path: Path,
    shown_as: str,
    shipped: Mapping[str, Instrument],
    content: Any = None,
) -> None:
    content = read_yaml(path, shown_as) if content is None else content
    instrument = parse_model(Instrument, content, shown_as)
    problems = list(_name_differs(content, shown_as, path, "instrument", instrument.instrument))
    replaced = shipped.get(instrument.instrument)
    if replaced is not None and replaced.status == "provisional":
        name = instrument.instrument
        message = (
            f"`{name}` is shipped as provisional and can't be replaced. Confirm it (`confirms: {name}`, "
            "`confirmed_by`, `confirmed_on`, `manual`), or give your form an id of its own"
        )
        problems.append(problem_at(content, shown_as, ("instrument",), message))
    elif replaced is not None:
        problems += _contradicting(replaced, instrument, content, shown_as)
    if problems:
        raise ConfigurationError(problems)
    files.instruments[instrument.instrument] = instrument
    files.places[instrument.instrument] = (shown_as, content)


def _take_confirmation(
    files: InstrumentFiles, path: Path, shown_as: str, content: Any, shipped: Mapping[str, Instrument]
) -> None:
    confirmation = parse_model(Confirmation, content, shown_as)
    problems = list(_name_differs(content, shown_as, path, "confirms", confirmation.confirms))
    confirmed = shipped.get(confirmation.confirms)
    if confirmed is None:
        message = (
            f"no shipped instrument is called `{confirmation.confirms}`. Known: {', '.join(sorted(shipped))}"
        )
        problems.append(problem_at(content, shown_as, ("confirms",), message))
    if problems or confirmed is None:
        raise ConfigurationError(problems)
    whole = merged(confirmed, confirmation)
    try:
        instrument = Instrument.model_validate(whole)
    except ValidationError as error:
        raise ConfigurationError(
            [
                problem_at(content, shown_as, _relocated(fault["loc"], whole, content), message)
                for fault, message in faults_of(error, Instrument)
            ]
        ) from None
    problems = _contradicting(confirmed, instrument, content, shown_as)
    if problems:
        raise ConfigurationError(problems)
    files.instruments[instrument.instrument] = instrument
    files.places[instrument.instrument] = (shown_as, content)


def _relocated(location: Sequence[int | str], whole: Mapping[str, Any], content: Any) -> Sequence[int | str]:
    """Turn a place in the merged instrument into the place in the home's file that it came from."""
    if len(location) < 2 or location[0] != "scales" or not isinstance(location[1], int):
        return location
    scale = whole["scales"][location[1]].get("scale")
    for place, statement in enumerate(content.get("scales") or []):
        if statement.get("scale") == scale:
            return ("scales", place, *location[2:])
    return ("scales", str(scale), *location[2:])


def _contradicting(shipped: Instrument, other: Instrument, content: Any, shown_as: str) -> list[Problem]:
    problems = []
    for fact, stated in contradictions(shipped, other):
        location: tuple[int | str, ...] = tuple(fact.path.split(".")[:2])
        if fact.scale is not None:
            location = _scale_location(content, fact.scale)
        message = (
            f"`{fact.path}` is {fact.words} in the registry, verified ({fact.source}); this file says "
            f"{stated.words}. If your edition really differs, make it an instrument with an id of its own"
        )
        problems.append(problem_at(content, shown_as, location, message))
    return problems


def _scale_location(content: Any, scale: str) -> tuple[int | str, ...]:
    for place, statement in enumerate(content.get("scales") or []):
        if statement.get("scale") == scale:
            return ("scales", place)
    return ("scales",)


def _name_differs(content: Any, shown_as: str, path: Path, key: str, value: str) -> Iterable[Problem]:
    if value != path.stem:
        message = f"says `{value}`, the file is called {path.name}; make them equal"
        yield problem_at(content, shown_as, (key,), message)


def _ambiguous_aliases(instruments: Iterable[Instrument]) -> Iterable[Problem]:
    instruments = list(instruments)
    owners: dict[str, str] = {item.instrument: item.instrument for item in instruments}
    for item in instruments:
        for alias in item.aliases:
            owner = owners.setdefault(alias, item.instrument)
            if owner != item.instrument:
                message = f"`{alias}` already means {owner}; take it out of one of them"
                yield Problem(f"instruments/{item.instrument}.yml", None, "aliases", message)


def _as_problem(files: InstrumentFiles, finding: Finding) -> Problem:
    shown_as, content = files.places[finding.instrument]
    return problem_at(content, shown_as, finding.location, finding.message)
