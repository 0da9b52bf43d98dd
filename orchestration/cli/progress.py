"""The live display of a run: rooms and their assets as they finish.

Belongs here: what a terminal shows while a run goes on. Doesn't: the run itself (`orchestration.weekly`).
"""

from __future__ import annotations

import time
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

if TYPE_CHECKING:
    import dagster as dg

ROOMS = (
    "landing",
    "registry",
    "staging",
    "intermediate",
    "marts",
    "audit",
    "meta",
    "inference",
    "published",
    "reports",
)


class RunProgress:
    """Counts finished assets and checks by room; one line a room, rewritten in place on a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._finished: Counter[str] = Counter()
        self._checks: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._seen: set[tuple[str, ...]] = set()
        self._started = time.monotonic()
        self._latest = "starting"
        self._live = Live(get_renderable=self._render, console=console, refresh_per_second=5, transient=False)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._latest = "ended"
        self._live.stop()
        if not self._console.is_terminal:
            self._console.print()  # Live leaves the last line open where it can't rewrite

    def on_event(self, event: dg.DagsterEvent) -> None:
        """Take in one Dagster event."""
        if event.is_step_materialization and event.asset_key is not None:
            self._count_asset(tuple(event.asset_key.path))
        elif event.event_type_value == "ASSET_CHECK_EVALUATION":
            evaluation = event.asset_check_evaluation_data
            room = evaluation.asset_key.path[0]
            self._checks[room] += 1
            self._failed[room] += not evaluation.passed
        elif event.is_step_start and event.step_key:
            self._latest = event.step_key

    def _count_asset(self, path: tuple[str, ...]) -> None:
        if path not in self._seen:  # a partitioned asset reports once per clinic
            self._seen.add(path)
            self._finished[path[0]] += 1
        self._latest = "/".join(path)

    def _render(self) -> Group:
        rooms = [room for room in ROOMS if self._finished[room] or self._checks[room]]
        lines = [self._line(room) for room in rooms]
        seconds = time.monotonic() - self._started
        lines.append(Text(f"{seconds:5.0f} s  {self._latest}", style="dim"))
        return Group(*lines)

    def _line(self, room: str) -> Text:
        line = Text.assemble((f"{room:>13}", "bold"), f"  {self._finished[room]:3} assets")
        if self._checks[room]:
            line.append(f"  {self._checks[room]:4} checks")
        if self._failed[room]:
            line.append(f"  {self._failed[room]} failed", style="red")
        return line
