"""Rapport's side of the reader of workbooks: starting its process, asking it, and outliving its end.

Belongs here: the conversation with `excel_cells`. Doesn't: parsing workbooks, and choosing what is read of
them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ingest.formats.excel_kinds import damaged, encrypted, too_large
from ingest.formats.text_table import Refusal

MOST_MEMORY = 4 << 30
"""Bytes that the reader may take: a full sheet of a million rows and some twenty columns takes about half."""
PATIENCE, PATIENCE_PER_MEGABYTE = 15.0, 1.0
"""Seconds that one answer may take. A sheet of 100,000 rows and 20 columns (10 MB) takes about 4."""
ROOT = Path(__file__).parents[2]


class WorkbookRefused(Exception):
    """A workbook can't be read."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


@dataclass(frozen=True)
class Top:
    """A sheet's first rows."""

    cells: list[list[str]]
    """At most 30 rows as text, from the sheet's first row and column on."""
    height: int
    """Rows in all."""
    is_blank: bool


@dataclass(frozen=True)
class Body:
    """Columns of a sheet, from one row on to the last that holds anything."""

    columns: list[list[str]]
    height: int
    blank: list[int]
    """Rows, counted from 0, in which no column of the sheet holds anything."""
    filled: int
    """Cells that got the text of the cell above that they are merged with."""


class WorkbookReader:
    """One process that reads workbooks, one after the other; begun anew where a workbook has ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def open(self, content: bytes, *, is_zip: bool) -> tuple[list[str], list[bool]]:
        """Open a workbook; return its worksheets' names, and whether each is visible.

        Raises:
            WorkbookRefused: it can't be read.
        """
        self._size = len(content)
        answer = self._ask({"do": "open", "kind": "zip" if is_zip else "xls"}, content)
        return answer["names"], answer["is_visible"]

    def top(self, sheet: int) -> Top:
        """Return the first rows of a sheet of the open workbook.

        Raises:
            WorkbookRefused: it can't be read.
        """
        answer = self._ask({"do": "top", "sheet": sheet})
        return Top(answer["top"], answer["height"], answer["is_blank"])

    def body(self, sheet: int, start: int, positions: Sequence[int], decimal: str) -> Body:
        """Return columns of a sheet of the open workbook, from a row (counted from 0) on.

        Numbers are written with the decimal mark `decimal`.

        Raises:
            WorkbookRefused: it can't be read.
        """
        wanted = {"sheet": sheet, "start": start, "positions": list(positions), "decimal": decimal}
        return Body(**self._ask({"do": "columns", "wanted": wanted}))

    def _ask(self, request: dict[str, Any], content: bytes = b"") -> dict[str, Any]:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        watch = threading.Timer(PATIENCE + PATIENCE_PER_MEGABYTE * self._size / 2**20, process.kill)
        watch.start()
        try:
            process.stdin.write(json.dumps(request | {"bytes": len(content)}).encode() + b"\n")
            process.stdin.write(content)
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            watch.cancel()
        if not line.endswith(b"\n"):  # the workbook was too much for it
            self._end()
            raise WorkbookRefused(too_large())
        answer: dict[str, Any] = json.loads(line)
        match answer.get("problem"):
            case None:
                return answer
            case "password":
                raise WorkbookRefused(encrypted())
            case "memory":
                raise WorkbookRefused(too_large())
        raise WorkbookRefused(damaged())

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter and module
                [sys.executable, "-m", "ingest.formats.excel_cells", str(MOST_MEMORY)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a crash may print what it stumbled over
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # it held a request that nobody will read
        process.wait()
