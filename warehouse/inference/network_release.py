"""What the network may see: clinics beside each other, the network by quarter and group, and beside
providers.

Belongs here: feeding the rules of disclosure and their marts. Doesn't: the rules (`warehouse.disclosure`).
"""

from __future__ import annotations

import polars as pl

from warehouse.disclosure.beside_providers import BESIDE_PROVIDERS, beside_providers
from warehouse.disclosure.beside_providers import KEY as PROVIDER_KEY
from warehouse.disclosure.comparison import KEY, LOG_SCHEMA, RELEASED_SCHEMA, decide, release
from warehouse.disclosure.policy import Policy, policy_of
from warehouse.disclosure.quarters import (
    BREAKDOWNS_SCHEMA,
    COUNTS,
    QUARTER_LOG,
    decide_quarters,
    release_quarters,
)
from warehouse.disclosure.quarters import KEY as QUARTER_KEY
from warehouse.inference.benchmark_overlay import MEASURES, PUBLISHED_COUNTS
from warehouse.inference.statistic import Count, Statistic, Tables, as_mart

COMPARED = "inference.clinic_comparison"
WEEKLY = "inference.clinic_weekly"
QUARTERS = "intermediate.int_quarters_grouped"
HISTORY = "released.log"
QUARTER_HISTORY = "released.quarters"
NETWORK = "registry.network"


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    week = str(tables["moment"].item())
    policy, history = policy_of(tables[NETWORK]), tables[HISTORY]
    log, released = release(decide(tables[COMPARED], tables[WEEKLY], history, policy, week), policy)
    others = history.filter(pl.col("week") != week)
    quarters = decide_quarters(tables[QUARTERS], tables[QUARTER_HISTORY], policy, week)
    placed = beside_providers(released, tables[PUBLISHED_COUNTS], tables[MEASURES])
    return {
        "network_comparison": as_mart(released, RELEASED_SCHEMA, KEY),
        "network_breakdowns": as_mart(release_quarters(quarters, policy), BREAKDOWNS_SCHEMA, QUARTER_KEY),
        "network_benchmark": as_mart(placed, BESIDE_PROVIDERS, PROVIDER_KEY),
        "disclosure_log": as_mart(pl.concat([others, log]), LOG_SCHEMA, KEY),
        "disclosure_log_quarters": as_mart(quarters, QUARTER_LOG, QUARTER_KEY),
    }


STATISTIC = Statistic(
    about="What the network may see of clinics, quarters and groups, and what was withheld and why.",
    reads={
        COMPARED: (
            "clinic_id",
            "measure_id",
            "measure",
            "scale_id",
            "respondent",
            "kind",
            "higher_is",
            "numerator",
            "denominator",
            "course_count",
            "value",
            "expected",
            "variance",
            "standard_error",
            "tau2",
            "tau2_scale",
            "tau2_source",
            "tau2_origin",
        ),
        WEEKLY: ("clinic_id", "measure_id", "week", "numerator", "denominator"),
        QUARTERS: COUNTS,
        MEASURES: ("measure", "benchmark_measure"),
        PUBLISHED_COUNTS: (
            "level",
            "organisation_code",
            "organisation_name",
            "period_start",
            "period_end",
            "count_id",
            "value",
        ),
        HISTORY: tuple(LOG_SCHEMA),
        QUARTER_HISTORY: tuple(QUARTER_LOG),
        NETWORK: tuple(Policy.__dataclass_fields__),
    },
    counts={"moment": Count("select strftime(cast($until as date) - 1, '%G-W%V') as week", {})},
    marts={
        "network_comparison": RELEASED_SCHEMA,
        "network_breakdowns": BREAKDOWNS_SCHEMA,
        "network_benchmark": BESIDE_PROVIDERS,
        "disclosure_log": LOG_SCHEMA,
        "disclosure_log_quarters": QUARTER_LOG,
    },
    compute=_compute,
)
