"""What a batch as a whole must and should be like: the acceptance checks of each feed, as data.

Belongs here: which checks there are, derived from the canonical feeds, the instruments and the clinic's YAML,
each with its SQL, severity, threshold and reason. Doesn't: running them (`acceptance`).

An `error` says that the door broke a promise: the batch isn't committed. A `warning` says that a delivery
looks unlike what clinics usually send: it is recorded for people to look at. Thresholds are house defaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ingest.canonical import FEED_COLUMNS, Column, Feed, Kind
from ingest.configuration.clinic import Clinic, Export
from ingest.configuration.instrument import Instrument, exact
from ingest.configuration.registry import Registry
from ingest.known_deliveries import ACCEPTED
from ingest.landing_tables import ENTITY_KEYS

NOT_NULL = {
    Feed.CLIENTS: ("client_key",),
    Feed.THERAPISTS: ("therapist_key",),
    Feed.EPISODES: ("episode_key", "client_key", "start_date"),
    Feed.APPOINTMENTS: ("appointment_key", "episode_key", "scheduled_at", "status"),
    Feed.RESPONSES: ("response_key", "episode_key", "instrument_id", "respondent", "completed_at"),
    Feed.ACTIONS: ("action_key", "episode_key", "acted_on", "kind"),
}
"""Landed columns without which a row means nothing."""
FIVE_YEARS = int(5 * 365.25 * 86_400_000_000)
"""In microseconds."""
HAPPENED_AT = {
    Feed.EPISODES: "start_date",
    Feed.APPOINTMENTS: "scheduled_at",
    Feed.RESPONSES: "completed_at",
    Feed.ACTIONS: "acted_on",
}


@dataclass(frozen=True)
class Check:
    """One question to a batch; the counts are SQL over its `rows`."""

    check_id: str
    description: str
    severity: Literal["error", "warning"]
    threshold: float  # the largest share of failures among what was evaluated that still passes
    evaluated: str
    failed: str
    not_applicable: str = "0"


@dataclass(frozen=True)
class BatchFiles:
    """Where a batch's tables lie, as SQL that reads them."""

    rows: str
    deliveries: str
    accounts: str
    clients: str | None = None  # clients that arrive in the same run, if any do


def source_of(feed: Feed, files: BatchFiles) -> str:
    """Return the SQL over which an export's checks count: its rows, with what several checks need."""
    if feed is Feed.RESPONSES:
        return (
            "(SELECT *, len(items) AS entry_count, list_count(items) AS answer_count, "  # noqa: S608
            f"list_min(items) AS lowest_answer, list_max(items) AS highest_answer FROM {files.rows})"
        )
    if feed is Feed.EPISODES and files.clients is not None:
        years = f"SELECT client_key, max(birth_year) AS birth_year FROM {files.clients} GROUP BY client_key"  # noqa: S608
        return f"(SELECT * FROM {files.rows} LEFT JOIN ({years}) USING (client_key))"  # noqa: S608
    return files.rows


def checks_of(export: Export, clinic: Clinic, registry: Registry, files: BatchFiles) -> tuple[Check, ...]:
    """Return the checks of an export's batch."""
    specific = {
        Feed.CLIENTS: (),
        Feed.THERAPISTS: (),
        Feed.EPISODES: tuple(_of_episodes(files)),
        Feed.APPOINTMENTS: (_in_no_gap(),),
        Feed.RESPONSES: tuple(_of_responses(_instruments(export, registry))),
        Feed.ACTIONS: (),
    }[export.feed]
    return (
        *_structure(export.feed, files),
        *_codes(export, clinic),
        *specific,
        *_plausibility(export.feed, files),
    )


def _every_row(
    check_id: str,
    description: str,
    fails: str,
    *,
    where: str | None = None,
    severity: Literal["error", "warning"] = "error",
    threshold: float = 0.0,
) -> Check:
    """Make a check that asks each row (or each row `where` it applies)."""
    if where is None:
        return Check(check_id, description, severity, threshold, "count(*)", f"count(*) FILTER ({fails})")
    return Check(
        check_id,
        description,
        severity,
        threshold,
        evaluated=f"count(*) FILTER ({where})",
        failed=f"count(*) FILTER (({where}) AND ({fails}))",
        not_applicable=f"count(*) - count(*) FILTER ({where})",
    )


def _structure(feed: Feed, files: BatchFiles) -> Iterable[Check]:
    key = ENTITY_KEYS[feed]
    for column in NOT_NULL[feed]:
        yield _every_row(
            f"{column}_is_there",
            f"Every row has its {column}.",
            f"{column} IS NULL",
            where=None if column == key else "NOT is_withdrawn",
        )
    yield _every_row("key_is_not_negative", f"No {key} is negative.", f"{key} < 0")
    yield Check(
        "source_row_is_landed_once",
        "Each record of a file is landed at most once.",
        "error",
        0.0,
        evaluated="count(*)",
        failed="count(*) - count(DISTINCT hash(delivery_key, source_row))",
    )
    yield _every_row(
        "exported_before_received",
        "No row is said to have been exported after it was received.",
        "exported_at > received_at OR exported_at IS NULL",
    )
    yield _every_row(
        "delivery_is_accepted",
        "Every row belongs to a delivery of this batch that was accepted.",
        f"delivery_key NOT IN (SELECT delivery_key FROM {files.deliveries} WHERE status = '{ACCEPTED}')",  # noqa: S608
    )
    yield Check(
        "landed_rows_are_accounted_for",
        "As many rows are landed as the accounts say.",
        "error",
        0.0,
        evaluated="count(*)",
        failed=f"abs(count(*) - {_accounted(files, 'landed')})",
    )


def _accounted(files: BatchFiles, *states: str) -> str:
    listed = ", ".join(_text(state) for state in states)
    return f"(SELECT coalesce(sum(rows), 0) FROM {files.accounts} WHERE state IN ({listed}))"  # noqa: S608


def _codes(export: Export, clinic: Clinic) -> Iterable[Check]:
    for column in FEED_COLUMNS[export.feed]:
        words = _allowed_words(column, export, clinic)
        if words is None:
            continue
        listed = ", ".join(_text(word) for word in sorted(words))
        yield _every_row(
            f"{column.name}_is_a_known_code",
            f"Every {column.name} is one of the words that the feed or the clinic declares.",
            f"{column.name} NOT IN ({listed})" if listed else "true",
            where=f"{column.name} IS NOT NULL",
        )


def _allowed_words(column: Column, export: Export, clinic: Clinic) -> tuple[str, ...] | None:
    if column.kind is Kind.CLOSED_CODE:
        return column.codes
    return clinic.declared_codes(export, column.name) if column.kind is Kind.OPEN_CODE else None


def _instruments(export: Export, registry: Registry) -> Mapping[str, Instrument]:
    if export.instrument is None:
        return registry.instruments
    instrument = registry.instrument(export.instrument)
    assert instrument is not None  # checked when the configuration was loaded
    return {instrument.instrument: instrument}


def _of_responses(instruments: Mapping[str, Instrument]) -> Iterable[Check]:
    count = _by_instrument({name: item.items.count for name, item in instruments.items()})
    low = _by_instrument({name: _units(item, item.items.minimum) for name, item in instruments.items()})
    high = _by_instrument({name: _units(item, item.items.maximum) for name, item in instruments.items()})
    yield _every_row(
        "instrument_is_registered",
        "Every form is of a registered instrument.",
        f"{count} IS NULL",
        where="NOT is_withdrawn",
    )
    yield _every_row(
        "items_are_complete_lists",
        "Every form with answers has one entry for each of its items.",
        f"entry_count <> {count}",
        where="items IS NOT NULL",
    )
    yield _every_row(
        "items_are_in_range",
        "Every answer lies within its form's range.",
        f"lowest_answer < {low} OR highest_answer > {high}",
        where="answer_count > 0",
    )
    yield from _of_totals(instruments)
    yield Check(
        "items_are_answered",
        "At most a fifth of the items is unanswered; more means a column that stays empty.",
        "warning",
        0.2,
        evaluated="coalesce(sum(entry_count), 0)",
        failed="coalesce(sum(entry_count - answer_count), 0)",
        not_applicable="count(*) FILTER (items IS NULL)",
    )
    for name, extreme, limit, other_end in (
        ("floor", "lowest", low, "highest_answer"),
        ("ceiling", "highest", high, "lowest_answer"),
    ):
        yield _every_row(
            f"forms_are_not_all_at_the_{name}",
            f"At most two thirds of the forms have the {extreme} answer throughout; empathy and alliance "
            "forms often reach half (Bikker 2015), more is a default value.",
            f"{other_end} = {limit}",
            where="answer_count > 0",
            severity="warning",
            threshold=2 / 3,
        )
    yield _every_row(
        "answers_are_not_made_from_a_total",
        "At most one form in fifty has four or more equal answers with a fraction; more are totals divided "
        "by the number of items.",
        "lowest_answer = highest_answer AND lowest_answer % 10 <> 0",
        where=_measured_in_tenths(instruments),
        severity="warning",
        threshold=0.02,
    )
    yield _in_no_gap()


def _of_totals(instruments: Mapping[str, Instrument]) -> Iterable[Check]:
    scales = {
        name: scale for name, item in instruments.items() if (scale := item.declared_total_scale) is not None
    }
    if scales:
        lowest = _by_instrument({name: scale.minimum for name, scale in scales.items()})
        highest = _by_instrument({name: scale.maximum for name, scale in scales.items()})
        yield _every_row(
            "total_is_in_range",
            "Every declared total is one that the form can give.",
            f"declared_total < {lowest} OR declared_total > {highest}",
            where="declared_total IS NOT NULL",
        )
    yield _every_row(
        "totals_are_whole",
        "Declared totals of whole-number scales are whole; a fraction is a prorated or imputed total.",
        "is_fractional_total",
        where="declared_total IS NOT NULL",
        severity="warning",
    )


def _measured_in_tenths(instruments: Mapping[str, Instrument]) -> str:
    names = sorted(
        name for name, item in instruments.items() if item.items.units == 10 and item.items.count >= 4
    )
    if not names:
        return "false"
    return f"instrument_id IN ({', '.join(_text(name) for name in names)}) AND answer_count = entry_count"


def _of_episodes(files: BatchFiles) -> Iterable[Check]:
    yield _every_row(
        "end_is_not_before_start",
        "No episode ends before it starts.",
        "end_date < start_date",
        where="end_date IS NOT NULL",
        severity="warning",
    )
    yield _every_row(
        "start_is_not_before_referral",
        "No episode starts before its referral.",
        "start_date < referral_date",
        where="referral_date IS NOT NULL",
        severity="warning",
    )
    if files.clients is not None:
        yield _every_row(
            "start_is_not_before_birth",
            "No episode starts before its client was born, as far as clients came with this run.",
            "year(start_date) < birth_year",
            where="birth_year IS NOT NULL AND NOT is_synthetic_date",
            severity="warning",
        )


def _in_no_gap() -> Check:
    return _every_row(
        "times_exist",
        "Times lie in no hour that daylight saving leaves out; many mean that the time zone is another one.",
        "is_impossible_time",
        where="has_time",
        severity="warning",
        threshold=0.001,
    )


def _plausibility(feed: Feed, files: BatchFiles) -> Iterable[Check]:
    yield Check(
        "few_rows_are_quarantined",
        "At most one row in twenty is quarantined; more is a mapping that no longer fits.",
        "warning",
        0.05,
        evaluated=_accounted(files, "landed", "quarantined"),
        failed=_accounted(files, "quarantined"),
    )
    moment = HAPPENED_AT.get(feed)
    if moment is not None:
        yield _every_row(
            "dates_are_recent",
            "At most one row in twenty is older than five years; more is a misread date or an old archive.",
            # In microseconds: subtracting an interval from every row takes three times as long.
            f"epoch_us(received_at) - epoch_us(CAST({moment} AS TIMESTAMP)) > {FIVE_YEARS}",
            where="NOT is_synthetic_date",
            severity="warning",
            threshold=0.05,
        )


def _units(instrument: Instrument, value: float) -> int:
    return int(exact(value) * instrument.items.units)


def _by_instrument(values: Mapping[str, float]) -> str:
    cases = " ".join(f"WHEN {_text(name)} THEN {value}" for name, value in sorted(values.items()))
    return f"(CASE instrument_id {cases} END)"


def _text(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
