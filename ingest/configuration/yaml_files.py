"""Reading YAML so that every complaint names file, line, key and remedy.

Belongs here: parsing, duplicate keys, turning pydantic's errors into sentences.
Doesn't: what the keys mean (`network`, `clinic`, `instrument`), how large a file may be (`yaml_limits`).
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ingest.configuration.yaml_limits import (
    LARGEST_FILE,
    TOO_DEEP,
    TOO_LARGE,
    BeyondLimits,
    line_too_deep,
    refuse_beyond_limits,
)

Model = TypeVar("Model", bound=BaseModel)

EXPECTED = {
    "string_type": "expected a text; put it in quotes if it looks like something else",
    "tuple_type": "expected a list, such as [a, b]",
    "list_type": "expected a list, such as [a, b]",
    "dict_type": "expected `key: value` pairs",
    "model_type": "expected `key: value` pairs",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "finite_number": "expected a number that isn't endless",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
}
"""Pydantic's kinds of fault that speak of Python -> what a person is to write."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a configuration file."""

    file: str
    line: int | None
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class ConfigurationError(Exception):
    """A home's YAML can't be used; `problems` says everything that is wrong with it at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def read_yaml(path: Path, shown_as: str) -> CommentedMap:
    """Parse one YAML file into a mapping that still knows its lines.

    Raises:
        ConfigurationError: the file is missing, isn't UTF-8, isn't YAML, repeats a key, isn't a mapping or
            goes beyond a limit (`yaml_limits`).
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ConfigurationError([Problem(shown_as, None, "", TOO_LARGE)])
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigurationError([Problem(shown_as, None, "", "the file doesn't exist")]) from None
    except OSError:
        message = "this can't be read; it has to be a file that Rapport's user may open"
        raise ConfigurationError([Problem(shown_as, None, "", message)]) from None
    except UnicodeDecodeError as error:
        bad_line = path.read_bytes()[: error.start].count(b"\n") + 1
        message = "the file isn't UTF-8; save it again with that encoding"
        raise ConfigurationError([Problem(shown_as, bad_line, "", message)]) from None
    too_deep_at = line_too_deep(text)
    if too_deep_at is not None:
        raise ConfigurationError([Problem(shown_as, too_deep_at, "", TOO_DEEP)])
    yaml = YAML(typ="rt", pure=True)  # YAML 1.2: `no` stays a word, and a repeated key is an error
    try:
        content = yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = int(mark.line) + 1 if mark else None
        message = (error.problem or "not readable as YAML").splitlines()[0]
        raise ConfigurationError([Problem(shown_as, line, "", message)]) from None
    except YAMLError as error:
        raise ConfigurationError([Problem(shown_as, None, "", str(error).splitlines()[0])]) from None
    except RecursionError:
        raise ConfigurationError([Problem(shown_as, None, "", TOO_DEEP)]) from None
    if not isinstance(content, CommentedMap):
        raise ConfigurationError([Problem(shown_as, 1, "", "expected `key: value` lines")])
    try:
        refuse_beyond_limits(content)
    except BeyondLimits as error:
        raise ConfigurationError([problem_at(content, shown_as, error.location, error.message)]) from None
    return content


def parse_model(model: type[Model], content: CommentedMap, shown_as: str) -> Model:
    """Validate a parsed file against its schema.

    Raises:
        ConfigurationError: with one problem per fault, each with its line.
    """
    try:
        return model.model_validate(_plain(content))
    except ValidationError as error:
        raise ConfigurationError(
            [
                problem_at(content, shown_as, fault["loc"], message)
                for fault, message in faults_of(error, model)
            ]
        ) from None


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[tuple[Any, str]]:
    """Return pydantic's faults that matter, each with a sentence for people."""
    return [(fault, _sentence(fault, model)) for fault in _root_causes(error)]


def problem_at(content: Any, shown_as: str, location: Sequence[int | str], message: str) -> Problem:
    """Say what is wrong with the key at `location`, naming the line of the deepest part that the file has."""
    return Problem(shown_as, _line_of(content, location), _dotted(location), message)


def _root_causes(error: ValidationError) -> list[Any]:
    """Leave out the complaint that a list is too short, where it is so only because an entry was refused."""
    faults = error.errors(include_url=False)
    inside = {fault["loc"][:depth] for fault in faults for depth in range(len(fault["loc"]))}
    return [fault for fault in faults if not (fault["type"] == "too_short" and fault["loc"] in inside)]


def _plain(value: Any) -> Any:
    """Strip ruamel's types, so that schemas see plain Python values."""
    if isinstance(value, Mapping):
        return {_plain_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, int):
        return int(value)
    return value


def _plain_key(key: Any) -> Any:
    return str(key) if isinstance(key, str) else key


def _line_of(content: Any, location: Sequence[int | str]) -> int | None:
    """Find the line of the deepest key on the path that the file really has."""
    line: int | None = None
    node: Any = content
    for part in location:
        is_key = isinstance(node, CommentedMap) and part in node
        if is_key or (isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node)):
            line = _own_line(node, part) or line
            node = node[part]  # pydantic adds parts of its own (union members), which the file doesn't have
    return line


def _own_line(node: CommentedMap | CommentedSeq, part: int | str) -> int | None:
    """Return the line of an entry; what came by a merge (`<<`) or in a tagged list has none of its own."""
    place = (node.lc.data or {}).get(part)
    return int(place[0]) + 1 if place is not None else None


def _dotted(location: Sequence[int | str]) -> str:
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else str(part)
    return text


def _sentence(fault: Any, model: type[BaseModel]) -> str:
    kind = fault["type"]
    if kind == "extra_forbidden":
        allowed = _allowed_keys(model, fault["loc"][:-1])
        unknown = str(fault["loc"][-1])
        close = difflib.get_close_matches(unknown, allowed, n=1)
        hint = f"; did you mean `{close[0]}`?" if close else "."
        return f"unknown key{hint} Allowed here: {', '.join(allowed)}" if allowed else "unknown key"
    if kind == "literal_error":
        return f"`{fault['input']}` isn't allowed here. Allowed: {fault['ctx']['expected']}"
    if kind == "missing":
        return "this key is required"
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    if kind == "string_too_short":
        least = fault["ctx"]["min_length"]
        return "this mustn't be empty" if least == 1 else f"this needs at least {least} characters"
    if kind in EXPECTED:
        return EXPECTED[kind]
    return str(fault["msg"])


def _allowed_keys(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """List the keys of the models that `location` may lead to, through lists, mappings and alternatives."""
    current: list[type[BaseModel]] = [model]
    for part in location:
        fields = [
            field
            for found in current
            for name, field in found.model_fields.items()
            if part in (name, field.alias)
        ]
        if fields:
            current = [inside for field in fields for inside in _models_inside(field.annotation)]
    return sorted({field.alias or name for found in current for name, field in found.model_fields.items()})


def _models_inside(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models_inside(part)]
