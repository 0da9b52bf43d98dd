"""A practice whose software writes semicolons, decimal commas and Windows-1252, with German headers.

Belongs here: its files; `german.yml` beside this module says how they are read.
Doesn't: its people (`network`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from ingest.simulator.dialects.file_text import (
    as_code,
    as_date,
    as_number,
    as_text,
    item_columns,
    total_column,
)
from ingest.simulator.file_series import ExportOf, Faults, FileSeries, Writing, series_of
from ingest.simulator.network import SimulatedClinic
from ingest.simulator.versions import (
    appointment_versions,
    choose_late_episodes,
    client_versions,
    episode_snapshots,
    form_versions,
    therapist_versions,
)

_WRITING = Writing(delimiter=";", encoding="cp1252", line_end="\r\n")
_STAMP = ("Stand", "%d.%m.%Y %H:%M")
_DAY = "%d.%m.%Y"
_EMPLOYMENT = {
    "employed": "berufstätig",
    "unemployed": "arbeitslos",
    "student": "in Ausbildung",
    "retired": "berentet",
    "long_term_sick": "krankgeschrieben",
    "carer": "pflegt Angehörige",
}
_PROFESSIONS = {
    "psychological_therapist": "Psychologische Psychotherapie",
    "counsellor": "Beratung",
    "clinical_psychologist": "Klinische Psychologie",
    "psychotherapist": "Ärztliche Psychotherapie",
}
_END_REASONS = {
    "completed": "regulär",
    "dropped_out": "Abbruch",
    "referred_on": "überwiesen",
    "clinic_ended": "Praxis beendet",
    "transferred": "Wechsel",
    "deceased": "verstorben",
    "other": "Sonstiges",
}
_PROGRAMMES = {"brief": "Akutbehandlung", "standard": "Kurzzeittherapie", "long_term": "Langzeittherapie"}
_PROBLEMS = {
    "depression": "Depression",
    "generalised_anxiety": "Ängste",
    "mixed_anxiety_depression": "Angst und Depression",
    "ptsd": "Trauma",
    "ocd": "Zwänge",
    "other_problem": "Übrige",
}
_STATUS = {
    "attended": "A",
    "attended_late": "V",
    "no_show": "N",
    "cancelled_by_client": "AK",
    "cancelled_by_clinic": "AP",
    "scheduled": "G",
}


def file_series(part: SimulatedClinic, rng: np.random.Generator) -> Iterator[FileSeries]:
    """Return the clinic's files, clean but for cases entered in error."""
    yield _clients(part)
    yield _therapists(part)
    yield _cases(part, rng)
    yield _appointments(part)
    for instrument in part.forms:
        yield _forms(part, instrument, rng)


def _clients(part: SimulatedClinic) -> FileSeries:
    gender = {"female": "w", "male": "m", "nonbinary": "d", "unknown": "k.A."}
    return series_of(
        client_versions(part),
        [
            as_text("client_id", "Chiffre"),
            as_code(
                "consent",
                {"yes": "ja", "no_research": "nur Behandlung", "opted_out": "widerrufen"},
                "Einwilligung",
            ),
            as_number("birth_year", "Geburtsjahr"),
            as_code("gender", gender, "Geschlecht"),
            as_code("employment", _EMPLOYMENT, "Erwerbsstatus"),
            as_code("language", {"main": "deutsch", "other": "andere"}, "Sprache"),
            pl.lit("").alias("Stand"),
        ],
        pattern="Klienten_%Y%m%d.csv",
        exports=[ExportOf("klienten", ("Chiffre",))],
        writing=_WRITING,
        entity="client",
        stamp=_STAMP,
    )


def _therapists(part: SimulatedClinic) -> FileSeries:
    return series_of(
        therapist_versions(part),
        [
            as_text("therapist_id", "Behandler"),
            as_code("profession", _PROFESSIONS, "Beruf"),
            as_number("qualified_year", "Approbation"),
            pl.lit("").alias("Stand"),
        ],
        pattern="Behandler_%Y%m%d.csv",
        exports=[ExportOf("behandler", ("Behandler",))],
        writing=_WRITING,
        entity="therapist",
        stamp=_STAMP,
    )


def _cases(part: SimulatedClinic, rng: np.random.Generator) -> FileSeries:
    snapshots = episode_snapshots(part, choose_late_episodes(part, rng))
    series = series_of(
        snapshots,
        [
            as_text("episode_id", "Fallnummer"),
            as_text("client_id", "Chiffre"),
            as_text("therapist_id", "Behandler"),
            as_date("referral_date", _DAY, "Überweisung"),
            as_date("start_date", _DAY, "Beginn"),
            as_date("end_date", _DAY, "Ende"),
            as_code("end_reason", _END_REASONS, "Endgrund"),
            as_code("programme", _PROGRAMMES, "Verfahren"),
            as_code("presenting_problem", _PROBLEMS, "Anlass"),
            as_code(
                "modality", {"in_person": "vor Ort", "video": "Video", "phone": "Telefon"}, "Sitzungsform"
            ),
            as_number("planned_sessions", "Bewilligt"),
            pl.lit("").alias("Stand"),
        ],
        pattern="Faelle_%Y%m%d.csv",
        exports=[ExportOf("faelle", ("Fallnummer",))],
        writing=_WRITING,
        entity="episode",
        late_as="late_episode",
        stamp=_STAMP,
    )
    return _with_errors(series, part, rng)


def _with_errors(series: FileSeries, part: SimulatedClinic, rng: np.random.Generator) -> FileSeries:
    """Put in cases that were entered in error: each stands in three lists and in none after."""
    days = part.calendar.days
    count = part.parameters.dirt.withdrawn_episodes
    if not count or len(days) < 6:
        return series
    opened = rng.choice(np.arange(1, len(days) - 3), min(count, len(days) - 5), replace=False)
    copies = []
    for number, place in enumerate(np.sort(opened)):
        model = series.rows.filter(pl.col("_delivery") == int(days[place])).tail(1)
        for day in days[place : place + 3]:
            last = series.rows.filter(pl.col("_delivery") == int(day))["_order"].max()
            copies.append(
                model.with_columns(
                    pl.lit(f"F{part.parameters.ends_on.year}-9{number:04d}").alias("Fallnummer"),
                    pl.lit(int(day), pl.Int32).alias("_delivery"),
                    pl.lit(last, pl.Int64).alias("_order") + 1 + number,
                    pl.lit(None, pl.Int64).alias("_entity"),
                    pl.lit("withdrawn_later").alias("_fault"),
                    *(pl.lit(None, pl.String).alias(name) for name in ("Ende", "Endgrund")),
                )
            )
    return series.with_rows(pl.concat([series.rows, *copies]))


def _appointments(part: SimulatedClinic) -> FileSeries:
    return series_of(
        appointment_versions(part),
        [
            as_text("appointment_id", "Terminnummer"),
            as_text("episode_id", "Fallnummer"),
            as_date("scheduled_at", "%d.%m.%Y %H:%M", "Termin"),
            as_code("status", _STATUS, "Status"),
            pl.lit("").alias("Stand"),
        ],
        pattern="Termine_%Y%m%d.csv",
        exports=[ExportOf("termine", ("Terminnummer",))],
        writing=_WRITING,
        entity="appointment",
        stamp=_STAMP,
        faults=Faults(repeats_rows=True, bad_code=("Status", "XX"), test_column="Fallnummer"),
    )


def _forms(part: SimulatedClinic, instrument: str, rng: np.random.Generator) -> FileSeries:
    is_ors = instrument == "ors_adult"
    stem = "ORS" if is_ors else "SRS"
    return series_of(
        form_versions(part, instrument, rng),
        [
            as_text("response_id", "Bogen"),
            as_text("episode_id", "Fallnummer"),
            as_date("completed_at", _DAY, "Datum"),
            *item_columns(instrument, [f"Linie{number}" for number in range(1, 5)], decimal=","),
            total_column(instrument, "Summe", decimal=","),
            pl.lit("").alias("Stand"),
        ],
        pattern=f"{stem}_%Y%m%d.csv",
        exports=[ExportOf("ors" if is_ors else "srs", ("Bogen",))],
        writing=_WRITING,
        entity="response",
        late_as="late_form",
        stamp=_STAMP,
        faults=Faults(
            resends=True,
            test_column="Fallnummer",
            bad_item=("Linie2", "12,5"),
            bad_date=("Datum", "30.02.2026"),
        )
        if is_ors
        else Faults(has_blank_rows=True, shortens_rows=True, garbles=False),
    )
