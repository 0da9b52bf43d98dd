"""How each kind of clinic writes its exports down: one module and one YAML per kind.

Belongs here: the list of them. Doesn't: what they have in common (`file_text`, `file_series`).
"""

from __future__ import annotations

from types import ModuleType

from ingest.simulator.dialects import (
    american,
    british,
    fhir,
    flat,
    german,
    long,
    redcap,
    survey,
    workbooks,
)

DIALECTS: dict[str, ModuleType] = {
    "british": british,
    "german": german,
    "flat": flat,
    "long": long,
    "american": american,
    "survey": survey,
    "workbooks": workbooks,
    "redcap": redcap,
    "fhir": fhir,
}
