"""A home's files are checked against one another, and everything wrong is said at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from instrument_texts import CALM
from ruamel.yaml import YAML

from ingest.configuration.instrument_files import SHIPPED_INSTRUMENTS
from ingest.configuration.new_home import create_home
from ingest.configuration.registry import SCHEMAS, Registry, load_registry, write_json_schemas
from ingest.configuration.yaml_files import ConfigurationError
from ingest.home import Home

EXPORT = """\
  - name: forms
    feed: responses
    files: "*.csv"
    instrument: {instrument}
    columns: {{episode_id: e, completed_at: d, items: [{items}]}}
"""


def home_with(folder: Path, exports: str, extra: str = "", clinic_id: str = "north") -> Home:
    home = Home(folder / "home")
    home.clinics.mkdir(parents=True)
    home.network_file.write_text("network: Example\ntimezone: Europe/London\n")
    text = f"clinic: {clinic_id}\nname: North\ntimezone: Europe/London\n"
    text += f"source: {{kind: folder, path: inbox/north}}\n{extra}exports:\n{exports}"
    home.clinic_file("north").write_text(text)
    return home


def forms(instrument: str = "phq9", count: int = 9) -> str:
    return EXPORT.format(instrument=instrument, items=", ".join(f"q{n}" for n in range(1, count + 1)))


def complaints(home: Home) -> list[str]:
    with pytest.raises(ConfigurationError) as refused:
        load_registry(home)
    return [str(problem) for problem in refused.value.problems]


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry(home_with(tmp_path, forms()))


def test_a_new_home_is_accepted_as_it_stands(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    create_home(home, "Example", "Europe/London")
    registry = load_registry(home)
    assert list(registry.clinics) == ["example"]
    assert len(registry.instruments) == 35


def test_an_instrument_answers_to_its_id_and_its_aliases(registry: Registry) -> None:
    by_alias, by_id = registry.instrument("ors"), registry.instrument("ors_adult")
    assert by_alias is by_id is not None
    assert registry.instrument("ors_unheard_of") is None


def test_where_there_is_no_home(tmp_path: Path) -> None:
    (said,) = complaints(Home(tmp_path / "nowhere"))
    assert "make one with `rapport init --home" in said


def test_where_there_is_no_clinic(tmp_path: Path) -> None:
    home = home_with(tmp_path, forms())
    home.clinic_file("north").unlink()
    (said,) = complaints(home)
    assert (
        said
        == "clinics/: there is no clinic yet; write clinics/<clinic_id>.yml (docs/how-to/add-a-clinic.md)"
    )


def test_a_clinics_file_has_its_name(tmp_path: Path) -> None:
    (said,) = complaints(home_with(tmp_path, forms(), clinic_id="south"))
    assert said == "clinics/north.yml: clinic: says `south`, the file is called north.yml; make them equal"


def test_an_unknown_instrument_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    (said,) = complaints(home_with(tmp_path, forms("phq_9")))
    assert said.startswith(
        "clinics/north.yml: exports.forms: no instrument is called `phq_9`. Known: blri_mini"
    )


def test_an_expected_form_is_of_a_known_instrument(tmp_path: Path) -> None:
    (said,) = complaints(home_with(tmp_path, forms(), "protocol: [{instrument: bdi, every: session}]\n"))
    assert said.startswith("clinics/north.yml: protocol: no instrument is called `bdi`")


def test_a_mapping_has_one_column_for_each_item(tmp_path: Path) -> None:
    (said,) = complaints(home_with(tmp_path, forms(count=10)))
    assert said == "clinics/north.yml: exports.forms.columns.items: 10 item columns, but phq9 has 9"


def test_a_coding_is_one_of_the_instruments(tmp_path: Path) -> None:
    text = forms("k10", 10).replace("instrument: k10", "instrument: k10\n    coding: from_one")
    (said,) = complaints(home_with(tmp_path / "a", text))
    assert (
        said
        == "clinics/north.yml: exports.forms.coding: k10 has no coding `from_one`. Known: from_zero, turned"
    )
    known = home_with(tmp_path / "b", text.replace("from_one", "from_zero"))
    assert load_registry(known).clinics["north"].exports[0].coding == "from_zero"


def test_item_columns_say_of_which_form(tmp_path: Path) -> None:
    text = (
        forms().replace("    instrument: phq9\n", "").replace("episode_id: e", "episode_id: e, instrument: i")
    )
    (said,) = complaints(home_with(tmp_path, text))
    assert "`items` needs `instrument`, since the number of items depends on it" in said


def test_an_open_column_has_declared_words(tmp_path: Path) -> None:
    text = forms().replace("episode_id: e", "episode_id: e, not_given_reason: r")
    (said,) = complaints(home_with(tmp_path / "a", text))
    assert said.startswith(
        "clinics/north.yml: exports.forms.columns.not_given_reason: `not_given_reason` has no declared"
    )
    declared = home_with(tmp_path / "b", text, "codes: {not_given_reason: [declined]}\n")
    assert "north" in load_registry(declared).clinics


def test_a_sites_own_instrument_can_be_mapped(tmp_path: Path) -> None:
    home = home_with(tmp_path, forms("calm", 4))
    home.instruments.mkdir()
    (home.instruments / "calm.yml").write_text(CALM)
    assert load_registry(home).instruments["calm"].items.count == 4


def test_everything_wrong_with_a_home_is_said_at_once(tmp_path: Path) -> None:
    home = home_with(tmp_path, forms("phq_9"))
    home.network_file.write_text("network: Example\ntimezone: Mars\n")
    home.clinic_file("east").write_text("clinic: all\n")
    home.instruments.mkdir()
    (home.instruments / "calm.yml").write_text(CALM.replace("maximum: 12", "maximum: 11"))
    files = {line.split(":")[0] for line in complaints(home)}
    assert files == {"rapport.yml", "clinics/east.yml", "instruments/calm.yml"}


class TestFingerprint:
    def test_only_what_the_door_reads_by_changes_it(self, registry: Registry) -> None:
        clinic = registry.clinics["north"]
        before = registry.fingerprint(clinic, clinic.exports[0])

        def after(**items: Any) -> str:
            phq9 = registry.instruments["phq9"]
            changed = phq9.model_copy(update={"items": phq9.items.model_copy(update=items)})
            other = Registry(registry.network, registry.clinics, registry.instruments | {"phq9": changed})
            return other.fingerprint(clinic, clinic.exports[0])

        assert after(reversed=(1,)) == before
        assert after(source={"count": "another paper"}) == before
        assert after(maximum=4) != before
        assert after(missing_codes=("9",)) != before


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    paths = write_json_schemas(tmp_path_factory.mktemp("schemas"))
    assert {path.name for path in paths} == {f"{name}.schema.json" for name in SCHEMAS}
    return {path.name.removesuffix(".schema.json"): json.loads(path.read_text()) for path in paths}


class TestJsonSchemas:
    def test_they_are_valid_schemas(self, schemas: dict[str, Any]) -> None:
        for schema in schemas.values():
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["additionalProperties"] is False

    @pytest.mark.parametrize("path", sorted(SHIPPED_INSTRUMENTS.glob("*.yml")), ids=lambda path: path.stem)
    def test_they_accept_what_is_shipped(self, schemas: dict[str, Any], path: Path) -> None:
        jsonschema.validate(as_json(path), schemas["instrument"])

    def test_they_accept_a_new_homes_files(self, schemas: dict[str, Any], tmp_path: Path) -> None:
        home = Home(tmp_path / "home")
        create_home(home, "Example", "Europe/London")
        jsonschema.validate(as_json(home.network_file), schemas["network"])
        jsonschema.validate(as_json(home.clinic_file("example")), schemas["clinic"])

    def test_they_accept_the_confirmations_that_examples_are_scored_under(
        self, schemas: dict[str, Any]
    ) -> None:
        examples = Path(__file__).parents[2] / "worked_examples"
        contents = [as_json(path) for path in sorted(examples.glob("*.yml"))]
        confirmations = [content["confirmation"] for content in contents if "confirmation" in content]
        assert len(confirmations) == 14
        for confirmation in confirmations:
            jsonschema.validate(confirmation, schemas["confirmation"])

    def test_they_refuse_a_mistyped_key(self, schemas: dict[str, Any]) -> None:
        content = as_json(SHIPPED_INSTRUMENTS / "phq9.yml")
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(content | {"licens": "x"}, schemas["instrument"])


def as_json(path: Path) -> Any:
    """Read YAML as an editor's schema checker sees it: every key a text, dates as text."""
    content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return json.loads(json.dumps(content, default=str))
