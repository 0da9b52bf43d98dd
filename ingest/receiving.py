"""Receiving what clinics have sent: for each clinic all of its exports, each as committed batches.

Belongs here: the order of steps for a clinic (list, judge, stage, accept, keep identities, commit), and that
one clinic's failure never touches another's. Doesn't: the steps themselves, and when they are run
(`orchestration`).
"""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ingest import acceptance, landing
from ingest.archived_files import OpenArchives, claimed_by_export, unclaimed, with_members
from ingest.canonical import Feed
from ingest.clinic_summaries import Tables, sentence, summarise
from ingest.configuration.clinic import Clinic, Export
from ingest.configuration.registry import Registry
from ingest.crosswalks import Crosswalk, CrosswalkError, read_crosswalk
from ingest.deliveries import Arrival, portions, released_arrivals
from ingest.door import Verdict, companions_of, judge_files
from ingest.erasure import erased_keys, note_erased
from ingest.file_names import NameMask, candidates, identifiers_among
from ingest.fingerprints import mapping_fingerprint
from ingest.formats.text_table import DeliveredFile
from ingest.holds import Question, find_holds
from ingest.home import Home
from ingest.kept_files import KeptFile, KeptFiles, forget_kept
from ingest.known_deliveries import ACCEPTED, HELD, REFUSED, Inspection, KnownDeliveries, receipts_of
from ingest.landing import StagedBatch
from ingest.landing_tables import CHECKS
from ingest.other_clinics import OtherClinics
from ingest.pseudonyms import KeyKind, Pseudonymiser
from ingest.reading import Context
from ingest.receipts import BatchTables, batch_tables, refused_as_a_whole
from ingest.secrets import Secrets, load_secrets
from ingest.sources.folder import FoundFile, SourceUnavailable, list_files, unknown_folders
from ingest.summaries import ClinicSummary, NetworkSummary
from ingest.unclaimed_files import note_unclaimed
from ingest.vault import KEPT_KINDS, Vault, VaultError, open_vault

FEED_ORDER = (
    Feed.CLIENTS,
    Feed.THERAPISTS,
    Feed.EPISODES,
    Feed.APPOINTMENTS,
    Feed.RESPONSES,
    Feed.ACTIONS,
)
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
    flags: pl.DataFrame  # CHECKS: what the guards noted


@dataclass
class Reception:
    """One clinic's reception in one run."""

    home: Home
    registry: Registry
    clinic: Clinic
    pseudonymiser: Pseudonymiser
    vault: Vault
    kept: KeptFiles
    known: KnownDeliveries
    crosswalk: Crosswalk
    erased: pl.Series  # keys of people who were erased
    others: OtherClinics
    known_before: dict[KeyKind, pl.DataFrame]  # identities (key, local_id) that earlier runs left
    run: Run
    archives: OpenArchives = field(default_factory=OpenArchives)
    prepared: list[Prepared] = field(default_factory=list)
    landed: list[tuple[str, str, Tables]] = field(default_factory=list)  # export, batch id, tables
    unfinished: list[FoundFile] = field(default_factory=list)
    released: list[int] = field(default_factory=list)  # held deliveries that were read again on release

    def inspection(self, export: Export) -> Inspection:
        """Return what decides whether a file of an export is new."""
        return Inspection(
            clinic=self.clinic,
            export=export,
            fingerprint=mapping_fingerprint(
                self.registry, self.clinic, export, companions_of(self.home, export), self.crosswalk
            ),
            known=self.known,
            mask=NameMask(self.pseudonymiser),
            received_at=self.run.received_at,
        )

    def context(self, export: Export) -> Context:
        """Return what reading an export depends on."""
        return Context(
            registry=self.registry,
            clinic=self.clinic,
            export=export,
            pseudonymiser=self.pseudonymiser,
            received_at=self.run.received_at,
            companions=companions_of(self.home, export),
            crosswalk=self.crosswalk,
            erased=self.erased,
        )

    def shown(self, files: Sequence[FoundFile]) -> tuple[str, ...]:
        """Return files' names with the clinic's known identifiers masked."""
        names = [file.name for file in files]
        identifiers = identifiers_among(
            candidates(names), [*self.vault.identifiers(), *self.crosswalk.identifiers()]
        )
        mask = NameMask(self.pseudonymiser)
        return tuple(mask.mask(name, "", identifiers) for name in names)


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
    others = OtherClinics(home, registry, secrets)
    chosen = sorted(registry.clinics) if clinic_ids is None else sorted(clinic_ids)
    clinics = []
    for number, clinic_id in enumerate(chosen, start=1):
        summary = receive_clinic(home, registry, secrets, clinic_id, run, others)
        if on_progress is not None:
            on_progress(f"[{number}/{len(chosen)}] {clinic_id}: {sentence(summary)}")
        clinics.append(summary)
    found = NetworkSummary(tuple(clinics), unknown_folders(home, registry))
    note_unclaimed(home, found, run.run_id, run.received_at)
    return found


def receive_clinic(
    home: Home,
    registry: Registry,
    secrets: Secrets,
    clinic_id: str,
    run: Run,
    others: OtherClinics | None = None,
) -> ClinicSummary:
    """Receive what is new from one clinic; landing must have been prepared.

    `others` remembers the other clinics through a run. Whatever goes wrong stays with this clinic: then
    nothing of it is taken, and the summary says why.
    """
    started: list[Reception] = []
    network = others if others is not None else OtherClinics(home, registry, secrets)
    try:
        return _receive(home, registry, secrets, registry.clinics[clinic_id], run, started, network)
    except (SourceUnavailable, VaultError, CrosswalkError) as error:
        network.forget(clinic_id)
        return ClinicSummary(clinic_id, problem=str(error))
    except (Exception, pl.exceptions.PanicException) as error:
        network.forget(clinic_id)
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
    others: OtherClinics,
) -> ClinicSummary:
    files = list_files(home, clinic)
    vault = open_vault(home, clinic.clinic, secrets.vault_key)
    reception = Reception(
        home=home,
        registry=registry,
        clinic=clinic,
        pseudonymiser=Pseudonymiser(secrets.pseudonym_key, clinic.clinic),
        vault=vault,
        kept=KeptFiles.of(home, clinic.clinic, secrets.vault_key),
        known=others.known(clinic.clinic),
        crosswalk=read_crosswalk(home, clinic.clinic, clinic.timezone),
        erased=erased_keys(home, clinic.clinic),
        others=others,
        known_before={kind: vault.known(kind) for kind in KEPT_KINDS},
        run=run,
    )
    started.append(reception)
    exports = sorted(clinic.exports, key=lambda export: FEED_ORDER.index(export.feed))
    inspections = [reception.inspection(export) for export in exports]
    listed = with_members(files, inspections)
    claimed = claimed_by_export(listed, exports)
    unchanged = {
        inspection.export.name: _stage_export(reception, inspection, claimed[inspection.export.name])
        for inspection in inspections
    }
    _commit(reception)
    return ClinicSummary(
        clinic_id=clinic.clinic,
        exports=tuple(
            summarise(
                export,
                unchanged[export.name],
                [(batch_id, tables) for name, batch_id, tables in reception.landed if name == export.name],
            )
            for export in clinic.exports
        ),
        unclaimed=reception.shown(unclaimed(listed, clinic)),
        unfinished=reception.shown(reception.unfinished),
    )


def _stage_export(reception: Reception, inspection: Inspection, files: Sequence[FoundFile]) -> int:
    """Judge and stage an export's new files; returns how many files needed nothing."""
    unchanged = 0
    released = released_arrivals(inspection, reception.kept)
    reception.released += released
    batch_id = f"{reception.run.run_id}-{inspection.export.name}"
    new = portions(inspection, files, reception.archives, released.values())
    for number, portion in enumerate(new, start=1):
        unchanged += portion.unchanged
        reception.unfinished += portion.unfinished
        if portion.arrivals:
            name = batch_id if number == 1 else f"{batch_id}-{number}"
            _stage_portion(reception, inspection, portion.arrivals, name)
    return unchanged


def _stage_portion(
    reception: Reception, inspection: Inspection, arrivals: Sequence[Arrival], batch_id: str
) -> None:
    context = reception.context(inspection.export)
    verdict = _judge_arrivals(reception, context, arrivals)
    findings = find_holds(
        Question(inspection, arrivals, verdict, reception.registry, reception.others, reception.known_before)
    )
    if findings.held:
        arrivals, before = findings.marked(arrivals), verdict
        _keep_held(reception, arrivals)
        verdict = _judge_arrivals(reception, context, arrivals)  # without the held files
        verdict.mentioned += before.mentioned
    _keep_erased(reception, verdict, batch_id)
    for kind, named in verdict.identities:
        reception.vault.add_identities(kind, named)
    tables = batch_tables(inspection, batch_id, arrivals, verdict, reception.vault)
    batch = landing.new_batch(
        reception.home,
        batch_id=batch_id,
        clinic_id=reception.clinic.clinic,
        export_name=inspection.export.name,
        feed=inspection.export.feed,
        received_at=reception.run.received_at,
    )
    reception.prepared.append(Prepared(batch, tables, findings.flags))
    for name, frame in tables.named().items():
        landing.write_table(batch, name, frame)
    reception.known.add(receipts_of(tables.deliveries, batch.folder))


def _keep_erased(reception: Reception, verdict: Verdict, batch_id: str) -> None:
    """Know further courses of people who were erased, so that what belongs to them is skipped as well."""
    found = pl.concat([reception.erased.clear(), *verdict.erased]).unique()
    new = found.filter(~found.is_in(reception.erased.implode()))
    if new.len():
        clinic_id, at = reception.clinic.clinic, reception.run.received_at
        note_erased(reception.home, clinic_id, KeyKind.EPISODE, new.to_list(), batch_id, at)
        reception.erased = pl.concat([reception.erased, new])


def _keep_held(reception: Reception, arrivals: Sequence[Arrival]) -> None:
    for arrival in arrivals:
        if arrival.held is not None and arrival.twin is None:
            packed = arrival.packed.name if arrival.packed is not None else None
            file = KeptFile(arrival.found.name, packed, arrival.content)
            reception.kept.keep(arrival.delivery_key, file)


def _judge_arrivals(reception: Reception, context: Context, arrivals: Sequence[Arrival]) -> Verdict:
    read = [arrival for arrival in arrivals if arrival.is_read]
    return judge_files(
        [DeliveredFile(arrival.found.name, arrival.content) for arrival in read],
        context,
        reception.vault.known,
        {number: arrival.misnamed for number, arrival in enumerate(read) if arrival.misnamed is not None},
        [arrival.exported_at for arrival in read],
    )


def _commit(reception: Reception) -> None:
    """Put the staged batches to the acceptance checks, keep identities, commit."""
    judged = _judge(reception)
    for prepared in reception.prepared:
        batch, tables = prepared.batch, dict(prepared.tables.named())
        found = judged.get(batch.batch_id)
        if found is not None and not found.is_accepted:
            tables = refused_as_a_whole(tables, _refusal_message(found.broken))
            for name, frame in tables.items():
                landing.write_table(batch, name, frame)
        else:
            reception.vault.add_refused_rows(prepared.tables.sent)
        checks = found.checks if found is not None else pl.DataFrame(schema=CHECKS)
        tables["checks"] = pl.concat([checks, prepared.flags])
        landing.write_table(batch, "checks", tables["checks"])
        reception.landed.append((batch.export_name, batch.batch_id, tables))
    reception.vault.save()  # before the first commit: a landed key must never lack its identifier
    landing.commit([prepared.batch for prepared in reception.prepared])
    reception.others.have_received(reception.vault)
    _forget_kept(reception)


def _forget_kept(reception: Reception) -> None:
    """Remove kept files that wait no longer: they were released, or read again with a mended mapping."""
    read = {
        (export_name, sha256)
        for export_name, _, tables in reception.landed
        for sha256 in tables["deliveries"].filter(pl.col("status").is_in([ACCEPTED, REFUSED]))["file_sha256"]
    }
    overtaken = {
        receipt.delivery_key
        for receipt in reception.known.receipts
        if receipt.status == HELD and (receipt.export_name, receipt.sha256) in read
    }
    for key in overtaken.union(reception.released):
        forget_kept(reception.home, reception.clinic.clinic, key)


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
