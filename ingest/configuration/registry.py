"""A home's whole configuration, read and cross-checked at once.

Belongs here: finding the YAML files, checks that need more than one of them, and the JSON schemas.
Doesn't: the shape of a single file (`network`, `clinic`, `instrument`), nor how a home's instrument files
combine with the shipped ones (`instrument_files`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel

from ingest.canonical import Feed, Kind, columns_of
from ingest.configuration.clinic import Clinic, Export
from ingest.configuration.confirmation import Confirmation
from ingest.configuration.fhir_options import FhirOptions
from ingest.configuration.holds import Holds, effective
from ingest.configuration.instrument import Instrument, Scale
from ingest.configuration.instrument_files import read_instruments
from ingest.configuration.network import Network
from ingest.configuration.yaml_files import ConfigurationError, Model, Problem, parse_model, read_yaml
from ingest.home import Home

SCHEMAS: dict[str, type[BaseModel]] = {
    "network": Network,
    "clinic": Clinic,
    "instrument": Instrument,
    "confirmation": Confirmation,
}
"""The kinds of YAML, by the name of their JSON schema."""


@dataclass(frozen=True)
class Registry:
    """Everything that a home declares, with instruments' aliases resolved."""

    network: Network
    clinics: dict[str, Clinic]
    instruments: dict[str, Instrument]

    def instrument(self, name: str) -> Instrument | None:
        """Return the instrument of this id or alias."""
        return self.instruments.get(self.instrument_names().get(name, ""))

    def instrument_names(self) -> dict[str, str]:
        """Return every id and alias with the id that it stands for."""
        names = {alias: item.instrument for item in self.instruments.values() for alias in item.aliases}
        return names | {name: name for name in self.instruments}

    def holds(self, clinic: Clinic, export: Export) -> Holds:
        """Return the limits beyond which a delivery of this export waits for a person."""
        return effective(self.network.holds, clinic.holds, export.holds)

    def fingerprint(self, clinic: Clinic, export: Export) -> str:
        """Identify how this export is read at present, including what its instruments allow."""
        names = (
            {export.instrument, *export.values.get("instrument", {}).values()}
            if export.feed is Feed.RESPONSES
            else ()
        )
        used = sorted({name for name in names if name})
        answers = {
            name: found.items.reading() for name in used if (found := self.instrument(name)) is not None
        }
        codes = {column: list(words) for column, words in sorted(clinic.codes.items())}
        return export.fingerprint({"timezone": clinic.timezone, "codes": codes, "answers": answers})


def load_registry(home: Home) -> Registry:
    """Read and cross-check every YAML of a home.

    Unchanged files are read once in a process: fifty clinics take seconds, and many steps of a run ask.

    Raises:
        ConfigurationError: naming every fault of every file at once.
    """
    if not home.network_file.exists():
        hint = f"there is no home at {home.root}; make one with `rapport init --home {home.root}`"
        raise ConfigurationError([Problem(home.network_file.name, None, "", hint)])
    return _load(home, tuple((path, _bytes(path)) for path in _files(home)))


def _files(home: Home) -> list[Path]:
    return [home.network_file, *sorted(home.clinics.glob("*.yml")), *sorted(home.instruments.glob("*.yml"))]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # reading it as YAML will say so, beside all that is wrong elsewhere


@lru_cache(maxsize=4)
def _load(home: Home, contents: tuple[tuple[Path, bytes], ...]) -> Registry:
    """Load what `contents` identifies; they are the key of what is remembered, nothing more."""
    del contents
    problems: list[Problem] = []
    network = _read(home.network_file, Network, home, problems)
    files = read_instruments(home)
    problems += files.problems
    clinics = _read_clinics(home, problems)
    registry = Registry(network, clinics, files.instruments) if network is not None else None
    if registry is not None:
        problems += _cross_check(registry, home)
    if problems or registry is None:
        raise ConfigurationError(problems)
    return registry


def _read(path: Path, model: type[Model], home: Home, problems: list[Problem]) -> Model | None:
    shown_as = home.relative(path)
    try:
        return parse_model(model, read_yaml(path, shown_as), shown_as)
    except ConfigurationError as error:
        problems += error.problems
        return None


def _read_clinics(home: Home, problems: list[Problem]) -> dict[str, Clinic]:
    clinics: dict[str, Clinic] = {}
    for path in sorted(home.clinics.glob("*.yml")):
        clinic = _read(path, Clinic, home, problems)
        if clinic is None:
            continue
        if clinic.clinic != path.stem:
            problems.append(_name_differs(home, path, "clinic", clinic.clinic))
        clinics[clinic.clinic] = clinic
    if not clinics and not problems:
        message = "there is no clinic yet; write clinics/<clinic_id>.yml (docs/how-to/add-a-clinic.md)"
        problems.append(Problem("clinics/", None, "", message))
    return clinics


def _name_differs(home: Home, path: Path, key: str, value: str) -> Problem:
    return Problem(
        home.relative(path), None, key, f"says `{value}`, the file is called {path.name}; make them equal"
    )


def _cross_check(registry: Registry, home: Home) -> list[Problem]:
    problems: list[Problem] = []
    names = registry.instrument_names()
    for clinic in registry.clinics.values():
        shown_as = home.relative(home.clinic_file(clinic.clinic))
        for form in clinic.protocol:
            if form.instrument not in names:
                problems.append(_unknown_instrument(shown_as, "protocol", form.instrument, names))
        for export in clinic.exports:
            place = f"exports.{export.name}"
            for name in sorted({*export.values.get("instrument", {}).values(), *_one(export.instrument)}):
                if name not in names:
                    problems.append(_unknown_instrument(shown_as, place, name, names))
            problems += _check_items(registry, export, shown_as, place)
            problems += _check_coding(registry, export, shown_as, place)
            problems += _check_open_codes(clinic, export, shown_as, place)
    problems += _check_choices(registry, home)
    return problems


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _unknown_instrument(file: str, place: str, name: str, names: Iterable[str]) -> Problem:
    message = f"no instrument is called `{name}`. Known: {', '.join(sorted(names))}"
    return Problem(file, None, place, message)


def _check_items(registry: Registry, export: Export, file: str, place: str) -> list[Problem]:
    items: Sequence[str] | None = export.mapped_columns().get("items")
    key = f"{place}.columns.items"
    if isinstance(export.options, FhirOptions) and export.options.link_ids is not None:
        items, key = export.options.link_ids.items or None, f"{place}.options.link_ids.items"
    if items is None:
        return []
    if export.instrument is None:
        message = "`items` needs `instrument`, since the number of items depends on it"
        return [Problem(file, None, f"{place}.columns", message)]
    instrument = registry.instrument(export.instrument)
    if instrument is not None and len(items) != instrument.items.count:
        what = "item columns" if key.endswith("columns.items") else "link ids"
        message = f"{len(items)} {what}, but {instrument.instrument} has {instrument.items.count}"
        return [Problem(file, None, key, message)]
    return []


def _check_coding(registry: Registry, export: Export, file: str, place: str) -> Iterable[Problem]:
    instrument = registry.instrument(export.instrument) if export.instrument is not None else None
    if export.coding is not None and instrument is not None and not instrument.items.coding(export.coding):
        known = ", ".join(coding.coding for coding in instrument.items.codings) or "none"
        message = f"{instrument.instrument} has no coding `{export.coding}`. Known: {known}"
        yield Problem(file, None, f"{place}.coding", message)


def _check_open_codes(clinic: Clinic, export: Export, file: str, place: str) -> Iterable[Problem]:
    known = columns_of(export.feed)
    elements = export.options.elements if isinstance(export.options, FhirOptions) else {}
    for name in (*export.mapped_columns(), *elements):
        column = known.get(name)
        if column is not None and column.kind is Kind.OPEN_CODE and not clinic.declared_codes(export, name):
            message = (
                f"`{name}` has no declared codes, so every row would be refused; list them under "
                f"`values.{name}` or, where the file's words may stay, under the clinic's `codes.{name}`"
            )
            where = "options.elements" if name in elements else "columns"
            yield Problem(file, None, f"{place}.{where}.{name}", message)


def _check_choices(registry: Registry, home: Home) -> Iterable[Problem]:
    """A network chooses only among criteria and cut-offs that the registry has."""
    definitions = registry.network.definitions
    chosen: tuple[tuple[str, Mapping[str, str], str, Callable[[Scale], list[str]]], ...] = (
        (
            "reliable_change",
            definitions.reliable_change,
            "criterion",
            lambda scale: [change.id for change in scale.reliable_change],
        ),
        ("cutoffs", definitions.cutoffs, "set of cut-offs", lambda scale: list(scale.cutoff_sets)),
    )
    file = home.relative(home.network_file)
    scales = {scale.scale: scale for item in registry.instruments.values() for scale in item.scales}
    for key, choices, what, known in chosen:
        for name, choice in choices.items():
            place = f"definitions.{key}.{name}"
            if name not in scales:
                yield Problem(file, None, place, f"no scale is called `{name}`")
            elif choice not in known(scales[name]):
                listed = ", ".join(known(scales[name])) or "none"
                yield Problem(file, None, place, f"`{name}` has no {what} `{choice}`. Known: {listed}")


def write_json_schemas(folder: Path) -> list[Path]:
    """Publish the schemas of the kinds of YAML, for editors; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, model in SCHEMAS.items():
        path = folder / f"{name}.schema.json"
        schema = model.model_json_schema() | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        path.write_text(json.dumps(schema, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        paths.append(path)
    return paths
