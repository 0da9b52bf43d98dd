"""Erasing a person: out of landing and out of the clinic's vault, with a tombstone of keys left behind.

Belongs here: whose rows they are, rewriting batches, what is remembered so that the person stays erased.
Doesn't: files that are made from landing (`orchestration.forgetting`), proving it (`erasure_proof`).

A batch is written again without the person's rows, under the next name, before the old one is removed: a run
that is killed in between leaves both, and the next erasure removes the outdated one. The accounts still
balance: what was landed of the person counts as skipped, because it was erased.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingest import landing
from ingest.canonical import Feed
from ingest.configuration.registry import Registry
from ingest.crosswalks import Crosswalk, read_crosswalk
from ingest.home import Home
from ingest.known_deliveries import ACCEPTED
from ingest.landing_tables import BATCH_TABLES, ERASURES, rows_schema
from ingest.pseudonyms import KeyKind, Pseudonymiser
from ingest.receipts import assert_balanced
from ingest.rules import ERASED, LANDED
from ingest.secrets import load_secrets
from ingest.vault import Vault, open_vault

_AGAIN = re.compile(r"~e(\d+)$")
"""How often a batch was written again, at the end of its name."""


class NotErased(Exception):
    """A person can't be erased; the message says why and what to do."""


@dataclass(frozen=True)
class Person:
    """A person who is to be erased."""

    clinic_id: str
    client_keys: tuple[int, ...]
    episode_keys: tuple[int, ...]
    local_ids: tuple[str, ...]  # of the person and their courses, old and new

    @property
    def keys(self) -> tuple[int, ...]:
        """Every key by which rows are the person's."""
        return (*self.client_keys, *self.episode_keys)


@dataclass(frozen=True)
class Erasure:
    """What was erased."""

    person: Person
    batches: int
    rows: int
    refused_rows: int


def erased_keys(home: Home, clinic_id: str) -> pl.Series:
    """Return the keys of everybody of a clinic who was erased."""
    files = sorted(home.landing.glob(f"erasures/clinic={clinic_id}/batch=*/erasures.parquet"))
    if not files:
        return pl.Series("key", [], dtype=pl.Int64)
    return pl.read_parquet(files, schema=ERASURES, hive_partitioning=False)["key"].unique()


def note_erased(
    home: Home, clinic_id: str, kind: KeyKind, keys: Sequence[int], batch_id: str, at: dt.datetime
) -> None:
    """Remember keys of erased people, so that they stay erased when they are sent again."""
    frame = pl.DataFrame([(clinic_id, kind.value, key, at) for key in keys], schema=ERASURES, orient="row")
    landing.note(home, "erasures", clinic_id, f"{batch_id}-{kind.value}", frame)


def find_person(home: Home, registry: Registry, clinic_id: str, local_id: str) -> Person:
    """Find everything that belongs to a client, by the clinic's own identifier, old or new.

    Raises:
        NotErased: no such clinic or person.
        VaultError, SecretError, CrosswalkError: the clinic's identities can't be read.
    """
    clinic = registry.clinics.get(clinic_id)
    if clinic is None:
        raise NotErased(f"no clinic is called `{clinic_id}`. Known: {', '.join(sorted(registry.clinics))}")
    secrets = load_secrets(home)
    crosswalk = read_crosswalk(home, clinic_id, clinic.timezone)
    pseudonymiser = Pseudonymiser(secrets.pseudonym_key, clinic_id)
    vault = open_vault(home, clinic_id, secrets.vault_key)
    client = _original(crosswalk, KeyKind.CLIENT, local_id.strip())
    client_keys = _keys(pseudonymiser, vault, KeyKind.CLIENT, [client], crosswalk)
    episodes = _scan(home, clinic_id, Feed.EPISODES)
    of_client = episodes.filter(pl.col("client_key").is_in(client_keys))["episode_key"].unique()
    known = vault.known(KeyKind.EPISODE).filter(pl.col("key").is_in(of_client.implode()))
    courses = known["local_id"].to_list()
    episode_keys = {*of_client, *_keys(pseudonymiser, vault, KeyKind.EPISODE, courses, crosswalk)}
    in_vault = vault.known(KeyKind.CLIENT)["key"].is_in(client_keys).any()
    landed = _scan(home, clinic_id, Feed.CLIENTS)["client_key"].is_in(client_keys).any()
    if not (in_vault or landed or episode_keys):
        raise NotErased(
            f"{clinic_id} has no client of this identifier. Check the clinic and the identifier, which is "
            "what the clinic's own system calls them today"
        )
    texts = {client, *courses}
    for kind, names in ((KeyKind.CLIENT, [client]), (KeyKind.EPISODE, courses)):
        texts |= set(crosswalk.newest(kind, pl.Series(names, dtype=pl.String)))
    return Person(clinic_id, tuple(client_keys), tuple(sorted(episode_keys)), tuple(sorted(texts)))


def _original(crosswalk: Crosswalk, kind: KeyKind, name: str) -> str:
    """Return what somebody was called before all migrations; the vault knows them by that."""
    for step in crosswalk.steps:
        if step.kind == kind:
            name = dict(zip(step.ids["new_id"], step.ids["old_id"], strict=True)).get(name, name)
    return name


def _keys(
    pseudonymiser: Pseudonymiser, vault: Vault, kind: KeyKind, names: list[str], crosswalk: Crosswalk
) -> list[int]:
    """Return the keys of original identifiers, and of what they are called today unless that is another's."""
    texts = pl.Series("local_id", names, dtype=pl.String)
    known = vault.known(kind)
    today = crosswalk.newest(kind, texts)
    free = today.filter(~today.is_in(known["local_id"].implode()) | (today == texts))
    of_vault = known.filter(pl.col("local_id").is_in(texts.implode()))["key"]
    return sorted(
        {*of_vault, *pseudonymiser.name(kind, [texts]).keys, *pseudonymiser.name(kind, [free]).keys}
    )


def _scan(home: Home, clinic_id: str, feed: Feed) -> pl.DataFrame:
    key = "client_key" if feed is Feed.CLIENTS else "episode_key"
    names = [key] if feed is not Feed.EPISODES else ["client_key", "episode_key"]
    files = sorted((home.landing / feed.value).glob(f"clinic={clinic_id}/batch=*/rows.parquet"))
    if not files:
        return rows_schema(feed).to_frame().select(names)
    return pl.read_parquet(files, columns=names, hive_partitioning=False)


def erase(home: Home, registry: Registry, clinic_id: str, local_id: str, erased_at: dt.datetime) -> Erasure:
    """Erase a person from landing and vault. The caller holds the home's lock.

    Raises:
        NotErased: no such person, or held files wait that may name them.
        VaultError, SecretError, CrosswalkError: the clinic's identities can't be read.
    """
    if list((home.vault / "held" / clinic_id).glob("*.held")):
        raise NotErased(
            f"files of {clinic_id} are held, and nobody has looked into them: decide about them first "
            "(`rapport deliveries list`), then erase"
        )
    landing.prepare(home)
    person = find_person(home, registry, clinic_id, local_id)
    stamp = f"{erased_at:%Y%m%dT%H%M%S%fZ}"
    note_erased(home, clinic_id, KeyKind.CLIENT, person.client_keys, stamp, erased_at)
    if person.episode_keys:
        note_erased(home, clinic_id, KeyKind.EPISODE, person.episode_keys, stamp, erased_at)
    places = _refused_places(home, person)
    batches, rows = 0, 0
    for folder in sorted(home.landing.glob(f"*/clinic={clinic_id}/batch=*")):
        if (folder / "rows.parquet").exists():
            erased = _rewrite(home, folder, person, erased_at)
            batches, rows = batches + (erased is not None), rows + (erased or 0)
    vault = open_vault(home, clinic_id, load_secrets(home).vault_key)
    refused = vault.forget(person.keys, person.local_ids, places)
    vault.save()
    return Erasure(person, batches, rows, refused)


def was_written_again(folder: Path) -> bool:
    """Say whether a batch that is gone was replaced by one without the people who were erased."""
    again = _AGAIN.search(folder.name)
    number = int(again[1]) if again is not None else 0
    successors = folder.parent.glob(f"{_AGAIN.sub('', folder.name)}~e*")
    return any(
        int(found[1]) > number and '"erased_at"' in (path / landing.MANIFEST).read_text(encoding="utf-8")
        for path in successors
        if (found := _AGAIN.search(path.name)) is not None
    )


def _is_theirs(names: Sequence[str], person: Person) -> pl.Expr:
    theirs = [pl.col(name).is_in(person.keys) for name in ("client_key", "episode_key") if name in names]
    return pl.any_horizontal(theirs).fill_null(False) if theirs else pl.lit(False)


def _refused_places(home: Home, person: Person) -> pl.DataFrame:
    """Return where rows of the person were refused: receipt_key, source_row."""
    files = sorted(home.landing.glob(f"*/clinic={person.clinic_id}/batch=*/quarantine.parquet"))
    if not files:
        return BATCH_TABLES["quarantine"].to_frame().select("receipt_key", "source_row")
    frame = pl.read_parquet(files, hive_partitioning=False)
    return frame.filter(pl.col("entity_key").is_in(person.keys)).select("receipt_key", "source_row").unique()


def _rewrite(home: Home, folder: Path, person: Person, erased_at: dt.datetime) -> int | None:
    """Write a batch again without the person's rows; returns how many went, None if it needn't change."""
    again = _AGAIN.search(folder.name)
    number = int(again[1]) + 1 if again is not None else 1
    target = folder.with_name(f"{_AGAIN.sub('', folder.name)}~e{number}")
    if target.exists():  # an erasure was killed after writing it
        shutil.rmtree(folder)
        return None
    tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in ("rows", *BATCH_TABLES)}
    rows, quarantine = tables["rows"], tables["quarantine"]
    theirs = rows.select(_is_theirs(rows.columns, person).alias("theirs"))["theirs"]
    is_named = quarantine["entity_key"].is_in(person.keys).fill_null(False)
    if not (theirs.any() or is_named.any()):
        return None
    tables["rows"] = rows.filter(~theirs)
    nobody = pl.when(pl.lit(~is_named)).then("entity_key").alias("entity_key")
    tables["quarantine"] = quarantine.with_columns(nobody)
    tables["accounts"] = _settled(tables, rows.filter(theirs))
    batch_id = target.name.removeprefix("batch=")
    tables["deliveries"] = tables["deliveries"].with_columns(pl.lit(batch_id).alias("batch_id"))
    assert_balanced(tables["deliveries"], tables["accounts"])
    manifest = json.loads((folder / landing.MANIFEST).read_text(encoding="utf-8"))
    erasure = {"erased_at": erased_at.isoformat(), "erased_rows": int(theirs.sum())}
    landing.write_again(home, target, tables, manifest | {"batch_id": batch_id} | erasure)
    shutil.rmtree(folder)
    return int(theirs.sum())


def _settled(tables: dict[str, pl.DataFrame], gone: pl.DataFrame) -> pl.DataFrame:
    """Move the person's rows from landed to skipped, receipt by receipt."""
    accepted = tables["deliveries"].filter(pl.col("status") == ACCEPTED)
    receipts = accepted.select("delivery_key", "receipt_key")
    counts = gone.group_by("delivery_key").len("gone").join(receipts, on="delivery_key")
    erased = counts.select(
        "receipt_key",
        pl.lit("skipped").alias("state"),
        pl.lit(ERASED).alias("reason"),
        pl.col("gone").cast(pl.Int32).alias("rows"),
    )
    is_landed = (pl.col("state") == "landed") & (pl.col("reason") == LANDED)
    left = pl.col("rows") - pl.when(is_landed).then(pl.col("gone").fill_null(0)).otherwise(0)
    kept = tables["accounts"].join(counts.select("receipt_key", "gone"), on="receipt_key", how="left")
    both = pl.concat([kept.with_columns(left.cast(pl.Int32).alias("rows")).select(erased.columns), erased])
    sums = both.group_by("receipt_key", "state", "reason").agg(pl.col("rows").sum())
    return sums.filter(pl.col("rows") > 0).sort("receipt_key", "state", "reason").select(erased.columns)
