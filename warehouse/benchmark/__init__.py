"""Published figures of other providers, to see one's own beside: NHS Talking Therapies, England.

Belongs here: reading the publisher's files, keeping them with their provenance, comparing the providers in
them, and lending their dispersion to networks with few clinics. Doesn't: anything of one's own clinics; a
home without a single clinic can use all of it.
"""

from __future__ import annotations

from warehouse.benchmark.comparison import (
    PublishedComparison,
    borrowed_tau2,
    compare_providers,
    england_latest,
)
from warehouse.benchmark.layouts import BenchmarkError
from warehouse.benchmark.measures import MEASURES, PublishedMeasure
from warehouse.benchmark.store import LoadedFile, load_file, loaded_files

__all__ = [
    "MEASURES",
    "BenchmarkError",
    "LoadedFile",
    "PublishedComparison",
    "PublishedMeasure",
    "borrowed_tau2",
    "compare_providers",
    "england_latest",
    "load_file",
    "loaded_files",
]
