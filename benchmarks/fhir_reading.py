"""How fast FHIR is read and received, beside DuckDB and polars on the same files in the same run.

    .venv/bin/python -m benchmarks.fhir_reading --resources 100000 [--files 4] [--repeat 3]

Belongs here: made-up NDJSON of PHQ-9 responses, courses and appointments, and ways to get the forms' items
out of it. Doesn't: anything that the tests rely on. DuckDB and polars are told the schema and what to look
for: they find each item by its place, and know no link ids, extensions, versions, references or accounts.
`the door` makes keys, judges, lands and accounts for all three feeds besides.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from ingest import acceptance
from ingest.canonical import Feed
from ingest.configuration.instrument_files import shipped_instruments
from ingest.configuration.registry import load_registry
from ingest.formats.asked import Asked
from ingest.formats.catalogue import FORMATS
from ingest.formats.text_table import DeliveredFile
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets

CODES = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
ANSWERS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
EPISODE = "http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare"
FIRST_DAY = dt.datetime(2025, 11, 17, 9, tzinfo=dt.UTC)
RECEIVED_AT = dt.datetime(2026, 11, 16, 6)  # noqa: DTZ001 - naive UTC, as the door wants it
CLINIC = """
clinic: hospital
name: Hospital
timezone: Europe/London
source: {kind: folder, path: inbox/hospital}
exports:
  - {name: courses, feed: episodes, format: fhir, files: "*.ndjson"}
  - {name: sessions, feed: appointments, format: fhir, files: "*.ndjson", constants: {modality: video}}
  - {name: forms, feed: responses, format: fhir, files: "*.ndjson"}
"""


def write_files(folder: Path, resources: int, files: int) -> int:
    """Write NDJSON: of twenty resources eighteen are forms; returns how many forms there are."""
    random = np.random.default_rng(9)
    lines: list[list[str]] = [[] for _ in range(files)]
    forms = 0
    for number in range(resources):
        course = number // 20
        if number % 20 == 0:
            resource = _course(course)
        elif number % 20 == 1:
            resource = _appointment(number, course)
        else:
            resource = _form(number, course, random.integers(0, 4, len(CODES)).tolist())
            forms += 1
        lines[number % files].append(json.dumps(resource))
    for at, content in enumerate(lines):
        (folder / f"bulk_{at:03}.ndjson").write_text("\n".join(content) + "\n", encoding="utf-8")
    return forms


def _course(course: int) -> dict[str, object]:
    return {
        "resourceType": "EpisodeOfCare",
        "id": f"e{course}",
        "status": "active",
        "patient": {"reference": f"Patient/p{course}"},
        "period": {"start": f"{FIRST_DAY:%Y-%m-%d}"},
    }


def _of_course(course: int) -> list[dict[str, object]]:
    return [{"url": EPISODE, "valueReference": {"reference": f"EpisodeOfCare/e{course}"}}]


def _appointment(number: int, course: int) -> dict[str, object]:
    return {
        "resourceType": "Appointment",
        "id": f"a{number}",
        "status": "fulfilled",
        "start": _moment(number),
        "extension": _of_course(course),
    }


def _form(number: int, course: int, answers: list[int]) -> dict[str, object]:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": f"r{number}",
        "status": "completed",
        "authored": _moment(number),
        "subject": {"reference": f"Patient/p{course}"},
        "extension": _of_course(course),
        "item": [
            {
                "linkId": f"/{code}",
                "text": "A question's words, which exports repeat in each response",
                "answer": [{"valueCoding": {"system": "http://loinc.org", "code": ANSWERS[answer]}}],
            }
            for code, answer in zip(CODES, answers, strict=True)
        ],
    }


def _moment(number: int) -> str:
    return (FIRST_DAY + dt.timedelta(minutes=number % 500_000)).isoformat()


def with_rapport(paths: list[Path]) -> int:
    """Read the forms as the door does, before anything is judged."""
    files = [DeliveredFile(path.name, path.read_bytes()) for path in paths]
    reader = FORMATS["fhir"]
    asked = Asked(Feed.RESPONSES, None, shipped_instruments(), {}, frozenset())
    result = reader.read(files, reader.options(), frozenset(), {}, asked)
    return sum(table.rows.height for table in result.tables)


def with_duckdb(paths: list[Path]) -> int:
    """Let DuckDB take the items out by their places."""
    columns = (
        "{resourceType: 'VARCHAR', id: 'VARCHAR', authored: 'VARCHAR', "
        "extension: 'STRUCT(valueReference STRUCT(reference VARCHAR))[]', "
        "item: 'STRUCT(linkId VARCHAR, answer STRUCT(valueCoding STRUCT(code VARCHAR))[])[]'}"
    )
    items = ", ".join(f"item[{n}].answer[1].valueCoding.code as item_{n}" for n in range(1, len(CODES) + 1))
    with duckdb.connect() as connection:
        connection.execute(
            "create temp table forms as select id, extension[1].valueReference.reference as episode, "  # noqa: S608
            f"cast(authored as timestamptz) as authored, {items} from read_ndjson($1, columns = {columns}) "
            "where resourceType = 'QuestionnaireResponse'",
            [[str(path) for path in paths]],
        )
        counted = connection.execute("select count(*) from forms").fetchone()
    return int(counted[0]) if counted else 0


def with_polars(paths: list[Path]) -> int:
    """Let polars take the items out by their places."""
    coding = pl.Struct({"valueCoding": pl.Struct({"code": pl.String})})
    schema = {
        "resourceType": pl.String,
        "id": pl.String,
        "authored": pl.String,
        "extension": pl.List(pl.Struct({"valueReference": pl.Struct({"reference": pl.String})})),
        "item": pl.List(pl.Struct({"linkId": pl.String, "answer": pl.List(coding)})),
    }
    item = pl.col("item").list
    forms = (
        pl.scan_ndjson(paths, schema=schema)
        .filter(pl.col("resourceType") == "QuestionnaireResponse")
        .select(
            "id",
            pl.col("extension").list.get(0).struct.field("valueReference").struct.field("reference"),
            pl.col("authored").str.to_datetime("%Y-%m-%dT%H:%M:%S%:z"),
            *(
                item.get(n).struct.field("answer").list.get(0).struct.field("valueCoding")
                .struct.field("code").alias(f"item_{n + 1}")
                for n in range(len(CODES))
            ),
        )
        .collect()
    )  # fmt: skip
    return forms.height


def with_the_door(folder: Path, home: Home) -> int:
    """Receive everything: three feeds, keys, judging, landing, accounts."""
    home.clinics.mkdir(parents=True)
    home.network_file.write_text("network: Benchmark\ntimezone: Europe/London\n")
    home.clinic_file("hospital").write_text(CLINIC)
    create_secrets(home)
    home.inbox.mkdir()
    (home.inbox / "hospital").symlink_to(folder)
    summary = receive_all(home, load_registry(home), Run("benchmark", RECEIVED_AT))
    assert not summary.problems, summary.problems
    return summary.clinics[0].exports[2].rows["landed"]


def timed(way: Callable[[], int], expected: int) -> tuple[float, float]:
    """Return the seconds by the clock, and the processor seconds of all cores."""
    clock, processor = time.perf_counter(), time.process_time()
    forms = way()
    passed = time.perf_counter() - clock, time.process_time() - processor
    if forms != expected:
        raise SystemExit(f"{forms:,} forms were read where {expected:,} were written")
    return passed


def main() -> None:
    """Make the files, read them in each way, and print seconds and their ratio to DuckDB's."""
    parser = argparse.ArgumentParser(description="Compare ways to read FHIR.")
    parser.add_argument("--resources", type=int, default=100_000, help="how many (default 100000)")
    parser.add_argument("--files", type=int, default=4, help="in how many files (default 4)")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions, the best counts (default 3)")
    given = parser.parse_args()
    loading = threading.Thread(target=acceptance.preload)
    loading.start()
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "files")
        folder.mkdir()
        forms = write_files(folder, given.resources, given.files)
        paths = sorted(folder.iterdir())
        loading.join()
        size = sum(path.stat().st_size for path in paths)
        print(f"{given.resources:,} resources, {forms:,} of them forms, {size / 2**20:,.0f} MiB")
        taken: dict[str, list[tuple[float, float]]] = {}
        for number in range(
            given.repeat
        ):  # in turn, so that whatever else the machine does meets all of them
            home = Home(Path(root, f"home_{number}"))
            for name, way in {
                "DuckDB read_ndjson": lambda: with_duckdb(paths),
                "polars scan_ndjson": lambda: with_polars(paths),
                "rapport, reading": lambda: with_rapport(paths),
                "the door": lambda home=home: with_the_door(folder, home),
            }.items():
                taken.setdefault(name, []).append(timed(way, forms))
    best = {name: [min(seconds) for seconds in zip(*times, strict=True)] for name, times in taken.items()}
    plain = best["DuckDB read_ndjson"]
    print(f"{'':22}{'seconds':>9}{'ratio':>8}{'cpu seconds':>13}{'ratio':>8}{'resources/s':>13}")
    for name, (clock, processor) in best.items():
        print(
            f"{name:22}{clock:9.2f}{clock / plain[0]:8.1f}{processor:13.2f}{processor / plain[1]:8.1f}"
            f"{given.resources / clock:13,.0f}"
        )


if __name__ == "__main__":
    main()
