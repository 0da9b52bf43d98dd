"""Receiving what clinics have sent: for each clinic all of its exports, each as committed batches.

Belongs here: the order of steps for a clinic (list, judge, stage, accept, keep identities, commit), and that
one clinic's failure never touches another's. Doesn't: the steps themselves, and when they are run
(`orchestration`).
"""

from __future__ import annotations

import datetime as dt
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ingest import acceptance, landing
from ingest.canonical import Feed
from ingest.configuration.clinic import Clinic, Export
from ingest.configuration.registry import Registry
from ingest.deliveries import Portion, mapping_fingerprint, portions
from ingest.door import companions_of, judge_files
from ingest.file_names import NameMask, candidates, identifiers_among
from ingest.formats.text_table import DeliveredFile
from ingest.home import Home
from ingest.known_deliveries import (
    ACCEPTED,
    REFUSED,
    WAS_REDELIVERED,
    Inspection,
    KnownDeliveries,
    known_deliveries,
)
from ingest.landing import StagedBatch
from ingest.landing_tables import BATCH_TABLES, CHECKS
from ingest.pseudonyms import Pseudonymiser
from ingest.reading import Context
from ingest.receipts import BatchTables, batch_tables, refused_as_a_whole
from ingest.secrets import Secrets, load_secrets
from ingest.sources.folder import (
    FoundFile,
    SourceUnavailable,
    claimed,
    list_files,
    unclaimed,
    unknown_folders,
)
from ingest.summaries import ClinicSummary, ExportSummary, NetworkSummary, RefusedFile
from ingest.vault import Vault, VaultError, open_vault

FEED_ORDER = (Feed.CLIENTS, Feed.THERAPISTS, Feed.EPISODES, Feed.APPOINTMENTS, Feed.RESPONSES)
"""People first, so that an identifier in a file's name is recognised as early as possible."""

Progress = Callable[[str], None]
_OWN_CODE = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    """One run of the door."""

    run_id: str  # never used before
    received_at: dt.datetime  # naive UTC


@dataclass(frozen=True)
class Prepared:
    """A staged batch with what is still to be done when it is committed."""

    batch: StagedBatch
    tables: BatchTables


@dataclass
class Reception:
    """One clinic's reception in one run."""

    home: Home
    registry: Registry
    clinic: Clinic
    pseudonymiser: Pseudonymiser
    vault: Vault
    known: KnownDeliveries
    run: Run
    prepared: list[Prepared] = field(default_factory=list)
    unfinished: list[FoundFile] = field(default_factory=list)

    def inspection(self, export: Export) -> Inspection:
        """Return what decides whether a file of an export is new."""
        return Inspection(
            clinic=self.clinic,
            export=export,
            fingerprint=mapping_fingerprint(
                self.registry, self.clinic, export, companions_of(self.home, export)
            ),
            known=self.known,
            mask=NameMask(self.pseudonymiser),
            received_at=self.run.received_at,
        )


def receive_all(
    home: Home,
    registry: Registry,
    run: Run,
    *,
    clinic_ids: Collection[str] | None = None,
    on_progress: Progress | None = None,
) -> NetworkSummary:
    """Receive what is new from every clinic (or from those named).

    Raises:
        SecretError: the home's secrets can't be used, so that nobody can be received.
    """
    secrets = load_secrets(home)
    landing.prepare(home)
    chosen = sorted(registry.clinics) if clinic_ids is None else sorted(clinic_ids)
    clinics = []
    for number, clinic_id in enumerate(chosen, start=1):
        summary = receive_clinic(home, registry, secrets, clinic_id, run)
        if on_progress is not None:
            on_progress(f"[{number}/{len(chosen)}] {clinic_id}: {_sentence(summary)}")
        clinics.append(summary)
    return NetworkSummary(tuple(clinics), unknown_folders(home, registry))


def receive_clinic(
    home: Home, registry: Registry, secrets: Secrets, clinic_id: str, run: Run
) -> ClinicSummary:
    """Receive what is new from one clinic; landing must have been prepared.

    Whatever goes wrong stays with this clinic: then nothing of it is taken, and the summary says why.
    """
    started: list[Reception] = []
    try:
        return _receive(home, registry, secrets, registry.clinics[clinic_id], run, started)
    except (SourceUnavailable, VaultError) as error:
        return ClinicSummary(clinic_id, problem=str(error))
    except (Exception, pl.exceptions.PanicException) as error:
        return ClinicSummary(clinic_id, problem=_unexpected(error))
    finally:
        for reception in started:
            for prepared in reception.prepared:
                landing.discard(prepared.batch)  # those that were committed have moved away


def _receive(
    home: Home,
    registry: Registry,
    secrets: Secrets,
    clinic: Clinic,
    run: Run,
    started: list[Reception],
) -> ClinicSummary:
    files = list_files(home, clinic)
    reception = Reception(
        home=home,
        registry=registry,
        clinic=clinic,
        pseudonymiser=Pseudonymiser(secrets.pseudonym_key, clinic.clinic),
        vault=open_vault(home, clinic.clinic, secrets.vault_key),
        known=known_deliveries(home, clinic.clinic),
        run=run,
    )
    started.append(reception)
    exports = sorted(clinic.exports, key=lambda export: FEED_ORDER.index(export.feed))
    unchanged = {export.name: _stage_export(reception, export, claimed(files, export)) for export in exports}
    committed = _commit(reception)
    return ClinicSummary(
        clinic_id=clinic.clinic,
        exports=tuple(
            _summary(
                export, unchanged[export.name], [tables for name, tables in committed if name == export.name]
            )
            for export in clinic.exports
        ),
        unclaimed=_shown(reception, unclaimed(files, clinic)),
        unfinished=_shown(reception, reception.unfinished),
    )


def _stage_export(reception: Reception, export: Export, files: Sequence[FoundFile]) -> int:
    """Judge and stage an export's new files; returns how many files needed nothing."""
    inspection = reception.inspection(export)
    unchanged = len(files)
    for number, portion in enumerate(portions(inspection, files), start=1):
        unchanged -= len(portion.arrivals) + len(portion.unfinished)
        reception.unfinished += portion.unfinished
        if portion.arrivals:
            batch_id = f"{reception.run.run_id}-{export.name}"
            _stage_portion(
                reception, inspection, portion, batch_id if number == 1 else f"{batch_id}-{number}"
            )
    return unchanged


def _stage_portion(reception: Reception, inspection: Inspection, portion: Portion, batch_id: str) -> None:
    new = [arrival for arrival in portion.arrivals if arrival.is_new]
    context = Context(
        registry=reception.registry,
        clinic=reception.clinic,
        export=inspection.export,
        pseudonymiser=reception.pseudonymiser,
        received_at=reception.run.received_at,
        companions=companions_of(reception.home, inspection.export),
    )
    verdict = judge_files(
        [DeliveredFile(arrival.found.name, arrival.content) for arrival in new],
        context,
        reception.vault.known,
        {number: arrival.refusal for number, arrival in enumerate(new) if arrival.refusal is not None},
    )
    for kind, named in verdict.identities:
        reception.vault.add_identities(kind, named)
    tables = batch_tables(inspection, batch_id, portion.arrivals, verdict, reception.vault)
    batch = landing.new_batch(
        reception.home,
        batch_id=batch_id,
        clinic_id=reception.clinic.clinic,
        export_name=inspection.export.name,
        feed=inspection.export.feed,
        received_at=reception.run.received_at,
    )
    reception.prepared.append(Prepared(batch, tables))
    for name, frame in tables.named().items():
        landing.write_table(batch, name, frame)
    reception.known.add(tables.deliveries)


def _commit(reception: Reception) -> list[tuple[str, dict[str, pl.DataFrame]]]:
    """Put the staged batches to the acceptance checks, keep identities, commit; returns what was landed."""
    judged = _judge(reception)
    landed = []
    for prepared in reception.prepared:
        batch, tables = prepared.batch, prepared.tables.named()
        found = judged.get(batch.batch_id)
        if found is not None and not found.is_accepted:
            tables = refused_as_a_whole(tables, _refusal_message(found.broken))
            for name, frame in tables.items():
                landing.write_table(batch, name, frame)
        else:
            reception.vault.add_refused_rows(prepared.tables.sent)
        tables["checks"] = found.checks if found is not None else pl.DataFrame(schema=CHECKS)
        landing.write_table(batch, "checks", tables["checks"])
        landed.append((batch.export_name, tables | {"batch": pl.DataFrame({"batch_id": [batch.batch_id]})}))
    reception.vault.save()  # before the first commit: a landed key must never lack its identifier
    landing.commit([prepared.batch for prepared in reception.prepared])
    return landed


def _judge(reception: Reception) -> dict[str, acceptance.Acceptance]:
    batches = [
        prepared.batch
        for prepared in reception.prepared
        if (prepared.tables.deliveries["status"] == ACCEPTED).any()
    ]
    return acceptance.judge_batches(batches, reception.clinic, reception.registry) if batches else {}


def _refusal_message(broken: Sequence[str]) -> str:
    return (
        f"the batch failed {len(broken)} structural check(s): {' '.join(broken)} Nothing of it was taken; "
        "tell whoever looks after Rapport"
    )


def _summary(export: Export, unchanged: int, batches: Sequence[dict[str, pl.DataFrame]]) -> ExportSummary:
    def joined(name: str) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=BATCH_TABLES[name]), *(tables[name] for tables in batches)])

    deliveries, accounts, checks = joined("deliveries"), joined("accounts"), joined("checks")
    status = deliveries["status"]
    refused = deliveries.filter(status == REFUSED)
    quarantined = accounts.filter(pl.col("state") == "quarantined")
    return ExportSummary(
        export_name=export.name,
        feed=export.feed,
        files_accepted=int((status == ACCEPTED).sum()),
        files_redelivered=int((status == WAS_REDELIVERED).sum()),
        files_refused=refused.height,
        files_unchanged=unchanged,
        rows=_sums(accounts, "state"),
        quarantined=_sums(quarantined, "reason"),
        refusals=tuple(
            RefusedFile(name, rule, message)
            for name, rule, message in refused.select(
                "file_name", "refusal_rule", "refusal_message"
            ).iter_rows()
        ),
        warnings=tuple(
            checks.filter(~pl.col("is_passed") & (pl.col("severity") == acceptance.WARNING))["description"]
        ),
        batch_ids=tuple(tables["batch"].item() for tables in batches),
    )


def _sums(accounts: pl.DataFrame, by: str) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for name, rows in accounts.select(by, "rows").iter_rows():
        sums[name] += rows
    return dict(sorted(sums.items()))


def _shown(reception: Reception, files: Sequence[FoundFile]) -> tuple[str, ...]:
    """Return files' names with the clinic's known identifiers masked."""
    names = [file.name for file in files]
    identifiers = identifiers_among(candidates(names), reception.vault.identifiers())
    mask = NameMask(reception.pseudonymiser)
    return tuple(mask.mask(name, "", identifiers) for name in names)


def _unexpected(error: BaseException) -> str:
    """Say that and where something failed, but not with what: such messages can hold a cell's value."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_OWN_CODE)]
    place = f"{Path(own[-1].filename).name}, line {own[-1].lineno}" if own else "an unknown place"
    return (
        f"an unexpected fault ({type(error).__name__} in {place}) stopped the reception; nothing of this "
        "clinic was taken, and the next run tries again. Try its files with `rapport check`, and report the "
        "fault"
    )


def _sentence(summary: ClinicSummary) -> str:
    if summary.problem is not None:
        return summary.problem
    if not summary.is_new:
        return "nothing new"
    rows: dict[str, int] = {}
    for export in summary.exports:
        for state, number in export.rows.items():
            rows[state] = rows.get(state, 0) + number
    files = sum(export.files_accepted for export in summary.exports)
    return f"{files} file(s) taken; rows: " + ", ".join(f"{number} {state}" for state, number in rows.items())
