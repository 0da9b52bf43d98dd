"""Counts of closed quarters by clinic and group, as SQL would count them."""

from __future__ import annotations

import polars as pl

from warehouse.disclosure.quarters import COUNTS

Cells = dict[str, dict[str, tuple[int, int]]]
"""Cases and all, by clinic and group."""


def counted(
    cells: Cells, quarter: str = "2026-Q1", measure_id: str = "dropout", breakdown: str = "gender"
) -> pl.DataFrame:
    """One measure in one quarter, each course counted once."""
    rows = []
    for clinic, groups in cells.items():
        whole = tuple(map(sum, zip(*groups.values(), strict=True)))
        for kind, name, (cases, everybody) in [
            ("all", "all", whole),
            *((breakdown, name, cell) for name, cell in groups.items()),
        ]:
            if everybody:
                rows.append(
                    {
                        "clinic_id": clinic,
                        "quarter": quarter,
                        "measure_id": measure_id,
                        "breakdown": kind,
                        "group_name": name,
                        "measure": measure_id.partition(":")[0],
                        "scale_id": None,
                        "respondent": None,
                        "course_count": everybody,
                        "numerator": cases,
                        "denominator": everybody,
                        "numerator_squares": cases,
                        "products": cases,
                        "denominator_squares": everybody,
                    }
                )
    texts = ("clinic_id", "quarter", "measure_id", "breakdown", "group_name")
    texts += ("measure", "scale_id", "respondent")
    return pl.DataFrame(
        rows, schema={name: pl.String if name in texts else pl.Int64 for name in COUNTS}, orient="row"
    )
