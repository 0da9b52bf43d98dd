"""Packing an evidence bundle: the number, its SQL and rows, files' hashes, checks, a script that verifies.

Belongs here: what goes into the bundle and how it is written. Doesn't: what stands behind a number
(`explaining`), and verifying, which the packed script does without Rapport (`verify.py`).
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.home import Home
from reports.numbers.explaining import Explanation, explain
from reports.publication import open_publication
from warehouse.published import literal

SCRIPT, GUIDE = (Path(__file__).with_name(name) for name in ("verify.py", "README.txt"))
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip's earliest time: the same number gives the same bytes


def pack(home: Home, number_id: str, target: Path, *, with_tables: bool = False) -> Explanation:
    """Write the bundle of a number to `target`, in one step; returns what stands behind the number.

    `with_tables` puts the tables that its queries read into it, as Parquet: then it can be verified without
    the published file, and holds pseudonymised rows of people.

    Raises what `explain` raises.
    """
    told = explain(home, number_id)
    contents = _contents(told)
    if with_tables:
        contents |= _tables(home, told)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())}
    contents["manifest.json"] = _json(digests)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in sorted(contents.items()):
            bundle.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    beside.replace(target)
    return told


def _contents(told: Explanation) -> dict[str, bytes]:
    queries = []
    contents = {file.name: file.read_bytes() for file in (SCRIPT, GUIDE)}
    for number, query in enumerate(told.queries, start=1):
        file = f"queries/{number:02}.sql"
        contents[file] = (query.recompute.strip() + "\n").encode()
        queries.append(
            {
                "file": file,
                "from": f"reports/{query.query}",
                "sha256": query.sha256,
                "about": query.about,
                "columns": query.columns,
                "rows": [[str(cell) for cell in row] for row in query.rows],
            }
        )
    contents["number.json"] = _json(
        {
            "number_id": told.number_id,
            "text": told.reported.text,
            "value": told.reported.value,
            "unit": told.reported.unit,
            "where": told.reported.where,
            "agrees": told.agrees,
            "why_not": told.why_not,
            "run_id": told.run.run_id,
            "week": told.run.week,
            "week_end": told.marts_run.week_end,
            "known_at": told.run.known_at,
            "code_version": told.run.code_version,
            "schema_version": told.run.schema_version,
            "published_sha256": told.published_sha256,
            "queries": queries,
            "tables": [{"table": table.name, "meaning": table.meaning} for table in told.tables],
        }
    )
    contents["deliveries.json"] = _json([vars(delivery) for delivery in told.deliveries])
    contents["checks.json"] = _json([vars(check) for check in told.checks])
    return contents


def _tables(home: Home, told: Explanation) -> Mapping[str, bytes]:
    """Return the tables as Parquet."""
    packed = {}
    with tempfile.TemporaryDirectory() as folder, open_publication(home) as publication:
        for table in told.tables:
            file = Path(folder) / f"{table.name}.parquet"
            publication.connection.execute(
                f"copy (from {table.name} order by all) to {literal(str(file))} (format parquet)"
            )
            packed[f"tables/{table.name}.parquet"] = file.read_bytes()
    return packed


def _json(content: Any) -> bytes:
    return (json.dumps(content, indent=2, default=str, ensure_ascii=False) + "\n").encode()
