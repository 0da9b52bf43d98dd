"""What of the comparison of clinics the network may see.

Belongs here: feeding the rules of disclosure and their two marts, `network_comparison` and `disclosure_log`.
Doesn't: the rules (`warehouse.disclosure`).
"""

from __future__ import annotations

import polars as pl

from warehouse.disclosure.comparison import KEY, LOG_SCHEMA, RELEASED_SCHEMA, decide, release
from warehouse.disclosure.policy import Policy, policy_of
from warehouse.inference.statistic import Count, Statistic, Tables, as_mart

COMPARED = "inference.clinic_comparison"
WEEKLY = "inference.clinic_weekly"
HISTORY = "released.log"
NETWORK = "registry.network"


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    week = str(tables["moment"].item())
    policy, history = policy_of(tables[NETWORK]), tables[HISTORY]
    log, released = release(decide(tables[COMPARED], tables[WEEKLY], history, policy, week), policy)
    others = history.filter(pl.col("week") != week)
    return {
        "network_comparison": as_mart(released, RELEASED_SCHEMA, KEY),
        "disclosure_log": as_mart(pl.concat([others, log]), LOG_SCHEMA, KEY),
    }


STATISTIC = Statistic(
    about="Clinics beside each other as the network may see them, and the log of what was withheld and why.",
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
        HISTORY: tuple(LOG_SCHEMA),
        NETWORK: tuple(Policy.__dataclass_fields__),
    },
    counts={"moment": Count("select strftime(cast($until as date) - 1, '%G-W%V') as week", {})},
    marts={"network_comparison": RELEASED_SCHEMA, "disclosure_log": LOG_SCHEMA},
    compute=_compute,
)
