"""The marts over the invented people: plain arithmetic, good enough to draw, not the warehouse's statistics.

Belongs here: outcomes, alliance, retention and empathy rows for tests of reports. Doesn't: anything a report
computes itself, or the real estimators (`warehouse.inference`).
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from invented_network import SCALE, WEEK_END, InventedClinic, Row

OFFICIAL = "official"
TAU2, SIGMA2 = 2.2, 36.0


def _in_order(scores: Iterable[Row]) -> dict[tuple[str, int, str], list[Row]]:
    grouped: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
    for row in scores:
        grouped[(row["clinic_id"], row["episode_key"], row["scale_id"])].append(row)
    return {key: sorted(rows, key=lambda row: row["completed_at"]) for key, rows in sorted(grouped.items())}


def outcomes(scores: list[Row], episodes: list[Row]) -> list[Row]:
    """Return rows of fct_outcomes."""
    episode_of = {row["episode_key"]: row for row in episodes}
    rows = []
    for (clinic_id, episode_key, scale_id), forms in _in_order(scores).items():
        scale = SCALE[scale_id]
        if scale.construct != "outcome":
            continue
        first, last = forms[0]["score"], forms[-1]["score"]
        paired = len(forms) >= 2
        sign = 1 if scale.higher_is == "better" else -1
        gain = sign * (last - first)
        cutoff, criterion = scale.clinical_cutoff or 0.0, scale.reliable_change or 0.0
        case = [(score < cutoff) if sign == 1 else (score >= cutoff) for score in (first, last)]
        reliable = "improved" if gain >= criterion else "deteriorated" if gain <= -criterion else "unchanged"
        recovered = reliable == "improved" and case[0] and not case[1]
        rows.append(
            {
                "clinic_id": clinic_id,
                "episode_key": episode_key,
                "scale_id": scale_id,
                "respondent": "client",
                "first_score": first,
                "first_at": forms[0]["completed_at"],
                "last_score": last if paired else None,
                "last_at": forms[-1]["completed_at"] if paired else None,
                "score_count": len(forms),
                "is_paired": paired,
                "change": last - first if paired else None,
                "improvement": gain if paired else None,
                "reliable_change": reliable if paired else None,
                "is_case_first": case[0],
                "is_case_last": case[1] if paired else None,
                "clinical_change": ("recovered" if recovered else reliable) if paired else None,
                "state": episode_of[episode_key]["state"],
                "therapist_key": episode_of[episode_key]["therapist_key"],
            }
        )
    return rows


def alliance(scores: list[Row], episodes: list[Row]) -> list[Row]:
    """Return rows of fct_alliance; ruptures are falls of five points or more, to have some to show."""
    therapist_of = {row["episode_key"]: row["therapist_key"] for row in episodes}
    rows = []
    for (clinic_id, episode_key, scale_id), forms in _in_order(scores).items():
        if SCALE[scale_id].construct != "alliance":
            continue
        values = [form["score"] for form in forms]
        steps = [after - before for before, after in pairwise(values)]
        falls = [index for index, step in enumerate(steps) if step <= -5]
        mended = [i for i in falls if any(v >= values[i] - 2 for v in values[i + 2 : i + 5])]
        enough = len(values) >= 4
        rows.append(
            {
                "clinic_id": clinic_id,
                "episode_key": episode_key,
                "scale_id": scale_id,
                "respondent": "client",
                "therapist_key": therapist_of[episode_key],
                "score_count": len(values),
                "baseline": values[0],
                "last": values[-1],
                "minimum": min(values),
                "mean": sum(values) / len(values),
                "slope_per_session": (values[-1] - values[0]) / (len(values) - 1)
                if len(values) > 1
                else None,
                "is_low_last": values[-1] < 36 if scale_id == "srs" else None,
                "largest_drop": -min(steps, default=0.0),
                "rupture_count": len(falls) if enough else None,
                "repair_count": len(mended) if enough else None,
                "criterion_points": 5.25 if enough else None,
                "share_at_ceiling": sum(form["is_at_ceiling"] for form in forms) / len(forms),
            }
        )
    return rows


def _log_log(value: float, effective: float) -> tuple[float, float]:
    if not 0 < value < 1:
        return value, value
    spread = 1.96 * math.sqrt((1 - value) / (value * max(effective, 1))) / -math.log(value)
    return value ** math.exp(spread), value ** math.exp(-spread)


def retention_curve(clinic_id: str, episodes: list[Row]) -> list[Row]:
    """Return rows of retention_curves for one clinic, sessions 1 to the last at which anyone is at risk."""
    begun = [row for row in episodes if row["sessions_attended"]]
    still, drop, done, other, survival_km = 1.0, 0.0, 0.0, 0.0, 1.0
    rows = []
    for session in range(1, max((row["sessions_attended"] for row in begun), default=0) + 2):
        reached = [row for row in begun if row["sessions_attended"] >= session]
        events = {
            state: sum(row["state"] == state and row["sessions_attended"] == session - 1 for row in begun)
            for state in ("dropped_out", "completed", "other_ending")
        }
        at_risk = len(reached) + sum(events.values())
        if not at_risk:
            break
        drop += still * events["dropped_out"] / at_risk
        done += still * events["completed"] / at_risk
        other += still * events["other_ending"] / at_risk
        still = 1 - drop - done - other
        survival_km *= 1 - events["dropped_out"] / at_risk
        row: Row = {
            "clinic_id": clinic_id,
            "definition_id": OFFICIAL,
            "session_number": session,
            "at_risk": at_risk,
            "dropped_out": events["dropped_out"],
            "completed": events["completed"],
            "other": events["other_ending"],
            "censored": sum(r["state"] == "open" and r["sessions_attended"] == session for r in begun),
            "survival_all": still,
            "cif_dropout": drop,
            "cif_completed": done,
            "cif_other": other,
            "survival_km": survival_km,
        }
        for name in ("cif_dropout", "cif_completed", "survival_km"):
            row[f"{name}_lower"], row[f"{name}_upper"] = _log_log(row[name], len(begun))
        rows.append(row)
    return rows


def retention_summaries(clinic_id: str, episodes: list[Row]) -> list[Row]:
    """Return rows of retention_summary: rolling twelve months and one per quarter of the first session."""
    cohorts: dict[str, list[Row]] = defaultdict(list)
    year_ago = (WEEK_END - dt.timedelta(days=365)).date()
    for row in episodes:
        first = row["first_attended_on"] or row["start_date"]
        cohorts[f"{first.year}-Q{(first.month + 2) // 3}"].append(row)
        if first >= year_ago:
            cohorts["rolling_12_months"].append(row)
    return [_retention_summary(clinic_id, cohort, rows) for cohort, rows in sorted(cohorts.items())]


def _retention_summary(clinic_id: str, cohort: str, rows: list[Row]) -> Row:
    begun = [row for row in rows if row["sessions_attended"]]
    ended = [row for row in begun if row["state"] != "open"]
    dropped = sum(row["state"] == "dropped_out" for row in begun)
    rate = dropped / len(begun) if begun else None
    lower, upper = _log_log(rate, len(begun)) if rate is not None else (None, None)
    row: Row = {
        "clinic_id": clinic_id,
        "definition_id": OFFICIAL,
        "cohort": cohort,
        "episodes": len(begun),
        "never_started": len(rows) - len(begun),
        "dropout_rate": rate,
        "dropout_rate_lower": lower,
        "dropout_rate_upper": upper,
        "crude_dropout_share": dropped / len(ended) if ended else None,
        "ended_episodes": len(ended),
    }
    for k in (3, 6, 10):
        had = [r for r in begun if r["sessions_attended"] >= k or r["state"] != "open"]
        row[f"opportunity_{k}"] = len(had)
        row[f"retained_{k}"] = sum(r["sessions_attended"] >= k for r in had)
    return row


def no_retention(clinic: InventedClinic) -> list[Row]:
    """Return what a clinic without appointment data has: rows whose figures are null, never 0."""
    return [{"clinic_id": clinic.clinic_id, "definition_id": OFFICIAL, "cohort": "rolling_12_months"}]


def empathy(scores: list[Row]) -> list[Row]:
    """Return rows of therapist_empathy for CARE, shrunken with fixed variances."""
    forms = [row for row in scores if row["scale_id"] == "care"]
    if not forms:
        return []
    network_mean = sum(row["score"] for row in forms) / len(forms)
    by_therapist: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in forms:
        by_therapist[(row["clinic_id"], row["therapist_key"])].append(row)
    rows = []
    for (clinic_id, therapist_key), own in sorted(by_therapist.items()):
        raw = sum(row["score"] for row in own) / len(own)
        reliability = TAU2 / (TAU2 + SIGMA2 / len(own))
        shrunken = network_mean + reliability * (raw - network_mean)
        half = 1.96 * math.sqrt(TAU2 * (1 - reliability))
        rows.append(
            {
                "therapist_key": therapist_key,
                "clinic_id": clinic_id,
                "scale_id": "care",
                "client_count": len(own),
                "response_count": len(own),
                "raw_mean": raw,
                "shrunken_mean": shrunken,
                "lower_95": shrunken - half,
                "upper_95": shrunken + half,
                "reliability": reliability,
                "share_at_ceiling": sum(row["is_at_ceiling"] for row in own) / len(own),
                "is_publishable": reliability >= 0.7,
                "network_mean": network_mean,
                "tau2": TAU2,
                "sigma2_client": SIGMA2,
                "sigma2_form": 0.0,
            }
        )
    return rows
