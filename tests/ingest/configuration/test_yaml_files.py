"""Every complaint about a YAML file names the file, the line, the key and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.configuration.checks import Threshold
from ingest.configuration.network import Network
from ingest.configuration.yaml_files import ConfigurationError, Problem, parse_model, read_yaml


def said(path: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as refused:
        parse_model(Network, read_yaml(path, "rapport.yml"), "rapport.yml")
    return [str(problem) for problem in refused.value.problems]


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "rapport.yml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    content = read_yaml(written(tmp_path, "network: Näckrosen\ntimezone: Europe/Stockholm\n"), "rapport.yml")
    network = parse_model(Network, content, "rapport.yml")
    assert (network.network, network.timezone) == ("Näckrosen", "Europe/Stockholm")


def test_a_file_that_isnt_there(tmp_path: Path) -> None:
    assert said(tmp_path / "rapport.yml") == ["rapport.yml: the file doesn't exist"]


def test_a_mistyped_key_is_guessed_and_has_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "network: N\ntimezone: Europe/London\ndefinitons: {}\n")
    (line,) = said(path)
    assert line.startswith("rapport.yml:3: definitons: unknown key; did you mean `definitions`? ")
    assert line.endswith("Allowed here: " + ", ".join(sorted(Network.model_fields)))


def test_a_strange_key_is_answered_with_those_that_are_allowed(tmp_path: Path) -> None:
    path = written(tmp_path, "network: N\ntimezone: Europe/London\ndisclosure:\n  zebra: 5\n")
    (line,) = said(path)
    assert line == (
        "rapport.yml:4: disclosure.zebra: unknown key. Allowed here: dominant_share, minimum_clinics, "
        "minimum_count, rounding_base, withhold_zero"
    )


def test_a_repeated_key_is_refused(tmp_path: Path) -> None:
    (line,) = said(written(tmp_path, "network: N\ntimezone: Europe/London\nnetwork: M\n"))
    assert line.startswith("rapport.yml:3: ")
    assert "duplicate key" in line


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "network: N\ntimezone: Europe/London\n# Zürich\n".encode("cp1252"))
    assert said(path) == ["rapport.yml:3: the file isn't UTF-8; save it again with that encoding"]


def test_what_isnt_yaml_has_its_line(tmp_path: Path) -> None:
    (line,) = said(written(tmp_path, "network: N\ntimezone: [Europe/London\n"))
    assert line.startswith("rapport.yml:")


@pytest.mark.parametrize("text", ["", "- network\n- timezone\n", "just words\n"])
def test_what_isnt_a_mapping_says_what_is_expected(tmp_path: Path, text: str) -> None:
    assert said(written(tmp_path, text)) == ["rapport.yml:1: expected `key: value` lines"]


def test_a_wrong_type_has_its_line_and_key(tmp_path: Path) -> None:
    text = "network: N\ntimezone: Europe/London\ndisclosure:\n  minimum_count: five\n"
    (line,) = said(written(tmp_path, text))
    assert line.startswith("rapport.yml:4: disclosure.minimum_count: ")
    assert line.endswith("expected a whole number")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    lines = said(written(tmp_path, "timezone: Mars\nengine: spork\ncolour: red\n"))
    assert [line.split(": ")[1] for line in lines] == ["network", "timezone", "engine", "colour"]
    assert lines[0] == "rapport.yml: network: this key is required"
    assert lines[2] == "rapport.yml:2: engine: `spork` isn't allowed here. Allowed: 'duckdb'"


def test_yaml_1_2_keeps_no_a_word(tmp_path: Path) -> None:
    path = written(tmp_path, "network: no\ntimezone: Europe/Oslo\n")
    assert read_yaml(path, "rapport.yml")["network"] == "no"


def test_a_problem_without_a_line_or_key_still_names_its_file() -> None:
    assert str(Problem("clinics/", None, "", "there is none")) == "clinics/: there is none"
    assert str(Problem("a.yml", 3, "k", "m")) == "a.yml:3: k: m"


def test_what_cant_be_opened_as_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "rapport.yml").mkdir()
    assert said(tmp_path / "rapport.yml") == [
        "rapport.yml: this can't be read; it has to be a file that Rapport's user may open"
    ]


def test_too_short_a_text_is_told_how_long_it_has_to_be(tmp_path: Path) -> None:
    assert said(written(tmp_path, "network: ''\ntimezone: Europe/London\n")) == [
        "rapport.yml:1: network: this mustn't be empty"
    ]
    content = read_yaml(written(tmp_path, "source: us\nthreshold: 0.2\n"), "thresholds.yml")
    with pytest.raises(ConfigurationError, match="source: this needs at least 3 characters"):
        parse_model(Threshold, content, "thresholds.yml")


def test_brackets_without_end_are_told(tmp_path: Path) -> None:
    (line,) = said(written(tmp_path, "network: " + "[" * 3000 + "\n"))
    assert line.endswith("too deeply in each other; look for a bracket that isn't closed")
