"""Pages of reference, written from the registry and the dbt project so that they can't say anything else.

Belongs here: `docs/reference/marts.md` (every table: grain, key, columns) and `docs/measures.md` (every
instrument and every measure with its source and its test). Doesn't: what they say, which stands beside each
model (`told_tables`) and in `ingest/instruments`. After a change there, run
`python -m warehouse.reference_pages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_args

from ingest.configuration.instrument import Instrument, Scale
from ingest.configuration.instrument_docs import status_words
from ingest.configuration.scale import Construct
from warehouse.schema_versions import SchemaVersion, schema_versions
from warehouse.told_tables import ToldTable, told_tables, unit_tests

PROJECT = Path(__file__).resolve().parents[1]
MARTS_PAGE = PROJECT / "docs" / "reference" / "marts.md"
VERSIONS_PAGE = PROJECT / "docs" / "reference" / "schema-versions.md"
MEASURES_PAGE = PROJECT / "docs" / "measures.md"
TESTS = PROJECT / "tests"
EXAMPLES = TESTS / "worked_examples"
VECTORS = TESTS / "published_vectors.yml"

SCHEMA_WORDS = {
    "marts": "what is known about courses, forms, therapists and clinics",
    "audit": "what became of every file and every row, and what the checks found",
    "meta": "which run made the file, and by which definitions",
}

MARTS_INTRODUCTION = """# The published file, table by table

Written from the models in `dbt_project/models` by `python -m warehouse.reference_pages`; edit those,
not this page. What the numbers mean is in [measures](../measures.md), questions with their SQL are in
the [cookbook](../cookbook.md).

`published/rapport.duckdb` is one DuckDB file. Open it read-only with any client: a run never disturbs a
reader, since it swaps in a whole new file. Keys (`client_key`, `episode_key`, `therapist_key`,
`response_key`) are keyed hashes of a clinic's own identifiers, which are nowhere in the file.

Three rules hold everywhere.

- **Null is never 0.** A column is null where a thing isn't known or doesn't apply: attendance of a
  clinic that sends no appointments, a reliable change without a pair of scores. Count with the
  denominator that stands beside a share.
- **Units are in the description.** Scores are in points of their scale; shares run from 0 to 1; `_on`
  and `_date` are days, `_at` of clinical events is the clinic's local time without a zone, `_at` of
  machine events is UTC.
- **The key is enforced**, and so are types and what must not be null: a table that breaks its contract
  isn't published.

## How marts change

`meta.schema_version` lists the versions of the columns, as `major.minor.patch`, with what each has changed;
[schema versions](schema-versions.md) is the same list.

- A new table or column raises the second number; nothing that worked stops working.
- A documented column that goes, or changes its name, type or meaning, raises the first number. Before
  that it stands for at least one release beside what replaces it, its description begins with
  "Deprecated:" and names the replacement, and the changelog says so.
- A corrected number (a bug in a rule) raises the third number and is named in the changelog with the
  measure."""

VERSIONS_INTRODUCTION = """# Versions of the published columns

Written from `dbt_project/schema_versions.yml` by `python -m warehouse.reference_pages`, the latest first;
in the published file it is `meta.schema_version`. What the numbers promise stands in
[the published file](marts.md#how-marts-change).

Whoever adds or changes a column runs

```sh
python -m warehouse.schema_versions "What has changed, in a sentence."
make docs
```

which adds a version and keeps the columns in `dbt_project/published_columns.txt` (`--corrected` notes that
only a number was mended). A test compares that list with the models and fails while a changed column has no
version. Two who do it at the same time take either side of both files and run it again."""

MEASURES_INTRODUCTION = """# Instruments and measures

Written from `ingest/instruments/*.yml`, `tests/worked_examples/*.yml` and the models in
`dbt_project/models` by `python -m warehouse.reference_pages`; edit those, not this page. Every
instrument and every measure stands here with where it comes from and what tests it. The facts about
each instrument, one by one, are in [instruments](reference/instruments.md); the tables in
[marts](reference/marts.md); formulas of the statistics in [statistics](reference/statistics.md)."""


def marts_page(tables: Sequence[ToldTable]) -> str:
    """Return the page of the published file's tables as Markdown."""
    parts = [MARTS_INTRODUCTION]
    for schema, words in SCHEMA_WORDS.items():
        of_schema = [table for table in tables if table.schema == schema]
        parts.append(f"## Schema `{schema}`: {words}")
        parts.append(
            _table(
                ("table", "grain", "made by"),
                ((f"[`{t.name}`](#{t.name})", t.grain, _maker(t)) for t in of_schema),
            )
        )
        for table in of_schema:
            parts += _chapter(table)
    return "\n\n".join(parts) + "\n"


def versions_page(versions: Sequence[SchemaVersion]) -> str:
    """Return the list of versions as Markdown, the latest first."""
    rows = (
        (version.version, str(version.changed_on), "yes" if version.is_breaking else "", version.change)
        for version in reversed(versions)
    )
    return (
        VERSIONS_INTRODUCTION
        + "\n\n"
        + _table(("version", "day", "breaking", "what has changed"), rows)
        + "\n"
    )


def _maker(table: ToldTable) -> str:
    return "statistics (Python)" if table.is_inferred else "SQL"


def _chapter(table: ToldTable) -> Iterator[str]:
    yield f"### {table.name}"
    yield " ".join(part for part in (table.about, f"**{table.grain}**") if part)
    yield "Key: " + ", ".join(f"`{name}`" for name in table.key) + "."
    yield _table(
        ("column", "type", "what it holds"),
        ((f"`{c.name}`", c.data_type, c.description) for c in table.columns),
    )


def measures_page(instruments: Mapping[str, Instrument], tables: Sequence[ToldTable]) -> str:
    """Return the page of instruments and measures as Markdown.

    Raises LookupError for a measure's test that isn't there.
    """
    parts = [MEASURES_INTRODUCTION, "## Measures"]
    found = unit_tests()
    for table in tables:
        if table.measures:
            parts.append(f"### In [`{table.name}`](reference/marts.md#{table.name})")
            parts.append(
                _table(
                    ("measure", "what it is", "columns", "source", "tested by"),
                    (
                        (
                            measure.name,
                            measure.definition,
                            ", ".join(f"`{name}`" for name in measure.columns),
                            measure.source,
                            "<br>".join(_test(name, found) for name in measure.tests),
                        )
                        for measure in table.measures
                    ),
                )
            )
    parts.append("## Instruments")
    parts.append(INSTRUMENT_WORDS)
    for construct in get_args(Construct):
        rows = [
            _instrument_row(instrument, scale)
            for _, instrument in sorted(instruments.items())
            for scale in instrument.scales
            if scale.measures == construct
        ]
        if rows:
            parts.append(f"### {construct.replace('_', ' ').capitalize()}")
            parts.append(_table(INSTRUMENT_COLUMNS, rows))
    unscaled = [entry for entry in instruments.values() if not entry.scales]
    if unscaled:
        parts.append("### Kept without a scale")
        parts.append(UNSCALED_WORDS)
        parts.append(_table(UNSCALED_COLUMNS, map(_unscaled_row, unscaled)))
    parts += ["## Published vectors", VECTOR_WORDS, _table(VECTOR_COLUMNS, _vector_rows(found))]
    return "\n\n".join(parts) + "\n"


INSTRUMENT_WORDS = """Each worked example gives answers and the scores that they come to, worked out by
hand. Every one is scored twice in the tests: by the SQL that scores a home's forms
(`tests/dbt_project/test_worked_examples.py`), and by an independent scorer
(`tests/ingest/configuration/test_worked_example_files.py`). Cut-offs and criteria of change are tried at the
number itself and on both its sides. *Provisional*: nothing is scored until a home confirms the form
against its licensed manual; its examples run with an invented confirmation."""

INSTRUMENT_COLUMNS = (
    "scale", "instrument", "score rests on", "cut-offs rest on", "reliable change rests on",
    "worked examples", "status",
)  # fmt: skip

UNSCALED_WORDS = """How these are scored wasn't found anywhere: their items and totals are kept as they come,
and a confirmation says what is scored."""

UNSCALED_COLUMNS = ("instrument", "name", "awaits", "worked examples")

VECTOR_WORDS = """Figures that others have published, or that follow from a published formula, and the tests
that meet them, to the last digit that is printed. Written from `tests/published_vectors.yml`."""

VECTOR_COLUMNS = ("method", "published figures", "source", "tested by")


def _unscaled_row(instrument: Instrument) -> tuple[str, ...]:
    name = instrument.instrument
    return (
        f"[`{name}`](reference/instruments.md#{name})",
        f"{instrument.name}. {instrument.citation}",
        "<br>".join(instrument.awaits),
        _examples(name),
    )


def _vector_rows(known_unit_tests: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for vector in _read(VECTORS)["vectors"]:
        tests = "<br>".join(_test(name, known_unit_tests) for name in vector["tests"])
        yield vector["method"], vector["figures"], vector["source"], tests


def _instrument_row(instrument: Instrument, scale: Scale) -> tuple[str, ...]:
    name = instrument.instrument
    return (
        f"[`{scale.scale}`](reference/instruments.md#{name})",
        f"{instrument.name}. {instrument.citation}",
        _distinct(f"{scale.evidence[what]}: {scale.source[what]}" for what in sorted(scale.evidence)),
        _distinct(f"{t.evidence}: {t.source}" for t in scale.thresholds),
        _distinct(f"{c.evidence}: {c.source}" for c in scale.reliable_change),
        _examples(name),
        status_words(instrument, scale),
    )


def _distinct(statements: Iterable[str]) -> str:
    return "<br>".join(dict.fromkeys(statements)) or "none"


@cache
def _examples(instrument: str) -> str:
    """Name the files of worked examples of an instrument, and how many each holds."""
    files = [
        file
        for file in sorted(EXAMPLES.glob(f"{instrument}*.yml"))
        if file.stem in (instrument, f"{instrument}_confirmed")
    ]
    if not files:
        raise LookupError(f"{instrument} has no worked examples in {EXAMPLES.name}/.")
    return "<br>".join(
        f"[{len(_read(file)['examples'])}](../tests/worked_examples/{file.name})" for file in files
    )


def _read(file: Path) -> dict[str, Any]:
    from ruamel.yaml import YAML  # costs a tenth of a second

    content: dict[str, Any] = YAML(typ="safe", pure=True).load(file)
    return content


def _test(name: str, known_unit_tests: Mapping[str, str]) -> str:
    """Name a test and where it stands."""
    if "::" not in name:
        if name not in known_unit_tests:
            raise LookupError(f"No model has a unit test {name}.")
        return f"{name.replace('_', ' ')} (`{known_unit_tests[name]}`)"
    file_name, _, function = name.partition("::")
    files = sorted(TESTS.rglob(file_name))
    if len(files) != 1 or f"def {function}(" not in files[0].read_text(encoding="utf-8"):
        raise LookupError(f"There is no one test {name} below {TESTS.name}/.")
    return f"{function.removeprefix('test_').replace('_', ' ')} (`{file_name}`)"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def pages(tables: Sequence[ToldTable], instruments: Mapping[str, Instrument]) -> dict[Path, str]:
    """Return the pages as they have to be, by file."""
    return {
        MARTS_PAGE: marts_page(tables),
        VERSIONS_PAGE: versions_page(schema_versions()),
        MEASURES_PAGE: measures_page(instruments, tables),
    }


def main() -> None:
    """Write the pages."""
    from ingest.configuration.instrument_files import shipped_instruments

    for file, text in pages(told_tables(), shipped_instruments()).items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
