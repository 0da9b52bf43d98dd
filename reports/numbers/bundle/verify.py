"""Verifies the number of this evidence bundle, with Python and duckdb (pip install duckdb) alone.

    python verify.py [--published rapport.duckdb] [--files FOLDER]

Checks that the bundle's files are as they were packed; asks the queries again, of the tables in the bundle
or of the published file, and compares the rows; compares the delivered files in FOLDER with their hashes.
Ends with exit code 1 if anything differs, and names it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def sha256(path: Path) -> str:
    """Hash a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_bundle() -> list[str]:
    """Compare the bundle's files with its manifest."""
    manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    return [
        f"{name} isn't as it was packed"
        for name, digest in manifest.items()
        if not (HERE / name).is_file() or sha256(HERE / name) != digest
    ]


def check_number(published: Path | None) -> list[str]:
    """Ask the queries again and compare their rows."""
    import duckdb

    told = json.loads((HERE / "number.json").read_text(encoding="utf-8"))
    connection = duckdb.connect()
    problems = []
    if published is not None:
        if sha256(published) != told["published_sha256"]:
            problems.append("the published file is another one than the number was worked out from")
        quoted = str(published).replace("'", "''")
        connection.execute(f"attach '{quoted}' as published (read_only)")
        connection.execute("use published")
    else:
        tables = sorted((HERE / "tables").glob("*.parquet"))
        if not tables:
            return ["the bundle has no tables: name the published file with --published"]
        for file in tables:
            schema, name = file.stem.split(".", 1)
            quoted = str(file).replace("'", "''")
            connection.execute(f'create schema if not exists "{schema}"')
            connection.execute(f'create view "{schema}"."{name}" as from read_parquet(\'{quoted}\')')
    connection.execute("set variable week_end = ?::timestamp", [told["week_end"]])
    connection.execute("set variable known_at = ?::timestamp", [told["known_at"]])
    for query in told["queries"]:
        sql = (HERE / query["file"]).read_text(encoding="utf-8")
        found = {json.dumps([str(cell) for cell in row]) for row in connection.execute(sql).fetchall()}
        lacking = [row for row in query["rows"] if json.dumps(row) not in found]
        if lacking:
            problems.append(
                f"{query['file']} doesn't give {len(lacking)} of {len(query['rows'])} rows any more"
            )
    return problems


def check_files(folder: Path) -> list[str]:
    """Compare delivered files, found by their hash, with what was received."""
    told = json.loads((HERE / "deliveries.json").read_text(encoding="utf-8"))
    there = {sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    lacking = [one["file_name"] for one in told if one["file_sha256"] not in there]
    return [f"not in {folder.name}, or changed: {name}" for name in lacking]


def main() -> int:
    """Check everything that was asked for."""
    parser = argparse.ArgumentParser(description="Verifies the number of this evidence bundle.")
    parser.add_argument("--published", type=Path, help="the published file, where the bundle has no tables")
    parser.add_argument("--files", type=Path, help="a folder with the delivered files")
    asked = parser.parse_args()
    problems = (
        check_bundle() + check_number(asked.published) + (check_files(asked.files) if asked.files else [])
    )
    told = json.loads((HERE / "number.json").read_text(encoding="utf-8"))
    print(f"{told['number_id']}: reported {told['text']}, code version {told['code_version']}")
    for problem in problems:
        print(f"  {problem}")
    print("Verified." if not problems else f"Not verified: {len(problems)} differ.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
