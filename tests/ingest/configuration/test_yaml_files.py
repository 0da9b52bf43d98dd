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
    for text in ("network: " + "[" * 250_000, "network: N\ntimezone: " + "{a: " * 3000):
        (line,) = said(written(tmp_path, f"{text}\n"))
        assert line == (
            f"rapport.yml:{text.count(chr(10)) + 1}: lists or mappings lie too deeply in each other; "
            "look for a bracket that isn't closed"
        )


def test_depth_without_brackets_is_told_at_its_line(tmp_path: Path) -> None:
    text = "network:\n" + "".join("  " * depth + "-\n" for depth in range(1, 60))
    (line,) = said(written(tmp_path, text))
    assert line.startswith("rapport.yml:42: network[1][1]")
    assert line.endswith("look for a bracket that isn't closed")
    deep = "network:\n" + "".join("  " * depth + "-\n" for depth in range(1, 500))
    (line,) = said(written(tmp_path, deep))
    assert "too deeply in each other" in line


@pytest.mark.parametrize(
    ("first", "around"), [("[x, x]", ("[", "]", "")), ("{x: 1}", ("{", "}", "k{}: "))], ids=["lists", "maps"]
)
def test_a_few_lines_that_stand_for_billions_of_values_are_refused(
    tmp_path: Path, first: str, around: tuple[str, str, str]
) -> None:
    start, end, key = around
    lines = [f"a0: &a0 {first}"]
    for level in range(1, 30):
        inner = ", ".join(key.format(number) + f"*a{level - 1}" for number in range(9))
        lines.append(f"a{level}: &a{level} {start}{inner}{end}")
    (line,) = said(written(tmp_path, "\n".join(lines)))
    assert line.startswith(("rapport.yml:5: a5[", "rapport.yml:6: a5.k"))
    assert "holds more than 100,000 values; write out what is meant, without aliases that repeat" in line


def test_an_alias_that_repeats_a_little_is_fine(tmp_path: Path) -> None:
    text = "network: N\ntimezone: Europe/London\ndisclosure: &d {minimum_count: 5}\n"
    assert parse_model(Network, read_yaml(written(tmp_path, text), "rapport.yml"), "rapport.yml")
    merged = "network: &a {minimum_count: five}\ntimezone: Europe/London\ndisclosure:\n  <<: *a\n"
    assert said(written(tmp_path, merged))[-1] == (
        "rapport.yml:3: disclosure.minimum_count: expected a whole number"
    )


def test_a_data_file_under_the_name_of_a_configuration_is_refused_unread(tmp_path: Path) -> None:
    text = "network: N\ntimezone: Europe/London\n#"
    whole = written(tmp_path, text + "x" * ((1 << 19) - len(text)))
    assert parse_model(Network, read_yaml(whole, "rapport.yml"), "rapport.yml").network == "N"
    whole.write_bytes(whole.read_bytes() + b"\n")
    (line,) = said(whole)
    assert line.startswith("rapport.yml: the file is larger than 512 KiB, so that it isn't read; ")


@pytest.mark.parametrize("number", [".nan", ".inf", "-.Inf"])
def test_what_is_no_finite_number_is_refused_with_its_place(tmp_path: Path, number: str) -> None:
    text = f"network: N\ntimezone: Europe/London\ndisclosure:\n  dominant_share: {number}\n"
    assert said(written(tmp_path, text))[0] == (
        "rapport.yml:4: disclosure.dominant_share: expected a number that isn't endless; put `.nan` or "
        "`.inf` in quotes if a text is meant"
    )
    assert said(written(tmp_path, f"? [a, b]\n: {number}\n"))[0].startswith("rapport.yml:1: ('a', 'b'): ")
