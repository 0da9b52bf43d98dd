"""The real data sets beside the project, read as CSV and compared with Python's csv module."""

from __future__ import annotations

import csv as csv_module
import io
from pathlib import Path

import pytest
from delivered_csv import read, rows_of, unbalanced

REAL = Path(__file__).parents[4] / "shared" / "real"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real data sets aren't beside the project"),
]


def test_real_files_are_read_as_pythons_csv_module_reads_them() -> None:
    paths = sorted(REAL.glob("*.csv"))
    contents = [path.read_bytes() for path in paths]
    result = read(*contents)
    assert result.refusals == {}
    assert unbalanced(result, len(paths)) == []
    for file, content in enumerate(contents):
        header, *rows = csv_module.reader(io.StringIO(content.decode(), newline=""))
        table = next(table for table in result.tables if file in table.files)
        assert list(table.header) == header
        assert rows_of(result, file) == [(number, *row) for number, row in enumerate(rows, 2)]


def test_the_text_nan_stays_text() -> None:
    result = read((REAL / "reframed.csv").read_bytes(), needed=("patient", "month", "phq9", "hamd"))
    rows = result.tables[0].rows
    assert rows.height == 2825
    assert sum((rows[name] == "NaN").sum() for name in ("phq9", "hamd")) > 2000
    assert "Post-Rx" in rows["month"]
