"""The truth beside an invented home: what a correct warehouse should find, and what a door should refuse.

Belongs here: `simulation/` in the home. Doesn't: how the truth came about (`network`, `dirt`).
Every table is a folder of Parquet files, one per clinic, read with
`pl.read_parquet(home.root / "simulation" / "weeks" / "*.parquet")`:

- therapists, clients, episodes, appointments, responses, weeks: the tables of `SimulatedClinic`
- files: every file ever sent, when, and whether it should be accepted, refused or recognised as redelivered
- accounts: per file and export of the YAML, how many rows should end in which state
- faults: every row with something wrong, late or corrected about it, by file and row number
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import polars as pl

from ingest.home import Home
from ingest.simulator.file_series import FileSeries, expected_accounts
from ingest.simulator.network import SimulatedClinic, describe_clinic
from ingest.simulator.parameters import Simulation
from ingest.simulator.sent_files import SentSeries


def folder(home: Home) -> Path:
    """Return where a simulated home keeps its truth."""
    return home.root / "simulation"


def write_parameters(home: Home, parameters: Simulation) -> None:
    """Write what the network was drawn from."""
    folder(home).mkdir(parents=True, exist_ok=True)
    content = json.dumps(dataclasses.asdict(parameters), indent=2, default=str)
    (folder(home) / "parameters.json").write_text(content + "\n", encoding="utf-8")


def write_clinic(home: Home, part: SimulatedClinic, sent: list[SentSeries]) -> None:
    """Write one clinic's tables, and what becomes of its files."""
    tables = part.tables | {
        "clinics": pl.DataFrame([describe_clinic(part)]),
        "files": files_of(part, sent),
        "accounts": accounts_of(part, sent),
        "faults": faults_of(part, sent),
    }
    for name, table in tables.items():
        path = folder(home) / name / f"{part.plan.clinic_id}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        table.write_parquet(path)


def files_of(part: SimulatedClinic, sent: list[SentSeries]) -> pl.DataFrame:
    """One row per file, in the order of their appearance.

    Columns: clinic_id, file_name, placed_on, exported_on, status, rows, exports (names in the YAML).
    """
    return pl.concat(
        _file_index(one).select(
            pl.lit(part.plan.clinic_id).alias("clinic_id"),
            "file_name",
            "placed_on",
            "exported_on",
            "status",
            "rows",
            pl.lit([export.name for export in one.series.exports]).alias("exports"),
        )
        for one in sent
    ).sort("placed_on", "file_name")


def accounts_of(part: SimulatedClinic, sent: list[SentSeries]) -> pl.DataFrame:
    """One row per file × export × state × reason, as the door should count them; `rows` is null where a file
    can't be read and so not counted.

    Columns: clinic_id, export_name, file_name, state, reason, rows. Reasons are the simulator's own words:
    blank, test_client, other_rows (of another `where`), repeated, redelivered, wrong_encoding, or a fault's
    name.
    """
    tables = [_accounts(one, export.name) for one in sent for export in one.series.exports]
    return (
        pl.concat(tables)
        .select(pl.lit(part.plan.clinic_id).alias("clinic_id"), pl.all())
        .sort("file_name", "export_name", "state", "reason")
    )


def faults_of(part: SimulatedClinic, sent: list[SentSeries]) -> pl.DataFrame:
    """One row per row with something special, in the file in which it is first read.

    Columns: clinic_id, file_name, source_row (as a spreadsheet numbers it), exports (concerned), kind, entity
    (number in the tidy table; null for what doesn't exist), is_mended (a sound version follows a week later).
    """
    return pl.concat(
        _faults(one).select(pl.lit(part.plan.clinic_id).alias("clinic_id"), pl.all()) for one in sent
    ).sort("file_name", "source_row")


def _file_index(sent: SentSeries) -> pl.DataFrame:
    schema = {
        "name": pl.String,
        "placed_on": pl.Date,
        "exported_on": pl.Date,
        "status": pl.String,
        "delivery": pl.Int32,
        "first_row": pl.Int64,
        "rows": pl.Int64,
    }
    return pl.DataFrame([dataclasses.asdict(file) for file in sent.files], schema=schema).rename(
        {"name": "file_name"}
    )


def _accounts(sent: SentSeries, export_name: str) -> pl.DataFrame:
    export = next(export for export in sent.series.exports if export.name == export_name)
    index = _file_index(sent)
    taken = index.filter(pl.col("status") == "accepted").select("file_name", "delivery")
    judged = expected_accounts(sent.series, export).rename({"_delivery": "delivery"})
    accepted = taken.join(judged, on="delivery").select("file_name", "state", "reason", "rows")
    is_refused = pl.col("status") == "refused"
    whole = index.filter(pl.col("status") != "accepted").select(
        "file_name",
        pl.when(is_refused).then(pl.lit("refused")).otherwise(pl.lit("duplicate")).alias("state"),
        pl.when(is_refused).then(pl.lit("wrong_encoding")).otherwise(pl.lit("redelivered")).alias("reason"),
        pl.when(~is_refused).then("rows").alias("rows"),
    )
    return pl.concat([accepted, whole]).select(pl.lit(export_name).alias("export_name"), pl.all())


def _faults(sent: SentSeries) -> pl.DataFrame:
    taken = _file_index(sent).filter(pl.col("status") == "accepted").select("file_name", "delivery")
    numbered = sent.series.rows.with_columns(
        (pl.int_range(pl.len()).over("_delivery") + sent.series.writing.first_row)
        .cast(pl.Int64)
        .alias("source_row")
    ).drop_nulls("_fault")
    return numbered.join(taken, left_on="_delivery", right_on="delivery").select(
        "file_name",
        "source_row",
        _concerned(sent.series).alias("exports"),
        pl.col("_fault").alias("kind"),
        pl.col("_entity").alias("entity"),
        pl.col("_is_mended").alias("is_mended"),
    )


def _concerned(series: FileSeries) -> pl.Expr:
    names = [export.name for export in series.exports]
    only = series.faults.bad_item_export
    if only is None:
        return pl.lit(names)
    return pl.when(pl.col("_fault") == "out_of_range_item").then(pl.lit([only])).otherwise(pl.lit(names))
