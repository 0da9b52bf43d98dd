"""A hospital's outpatients: one NDJSON file a week from its FHIR server, with resources of four types.

Belongs here: its files; `fhir.yml` beside this module says how they are read.
Doesn't: its people (`network`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from ingest.simulator.file_series import ExportOf, FileSeries, Writing, series_of
from ingest.simulator.network import SimulatedClinic
from ingest.simulator.versions import (
    appointment_versions,
    choose_late_episodes,
    client_versions,
    episode_versions,
    form_versions,
)

SERVER = "https://fhir.simulated.example"
_EPISODE = "http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare"
_STATUS = {
    "attended": "fulfilled",
    "attended_late": "checked-in",
    "no_show": "noshow",
    "cancelled_by_client": "cancelled",
    "cancelled_by_clinic": "cancelled",
    "scheduled": "booked",
}
_CANCELLED_BY = {"cancelled_by_client": "pat", "cancelled_by_clinic": "prov"}
_GENDER = {"female": "female", "male": "male", "nonbinary": "other", "unknown": "unknown"}
_PHQ9 = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
_LINK_IDS = {"phq9": tuple(f"/{code}" for code in _PHQ9), "wai_sr": tuple(f"WAI.{n}" for n in range(1, 13))}
_ANSWERS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
"""LOINC's codes for 0 to 3."""


def file_series(part: SimulatedClinic, rng: np.random.Generator) -> Iterator[FileSeries]:
    """Return the clinic's files, clean."""
    tables = [_patients(part), _courses(part, choose_late_episodes(part, rng)), _appointments(part)]
    tables += [_forms(part, instrument, rng) for instrument in part.forms]
    rows = pl.concat(tables).sort("delivery", maintain_order=True)
    yield series_of(
        rows,
        [pl.col("kind"), pl.col("id"), pl.col("resource")],
        pattern="bulk-%Y-%m-%d.ndjson",
        exports=[
            ExportOf("patients", ("id",), ("kind", "Patient")),
            ExportOf("courses", ("id",), ("kind", "EpisodeOfCare")),
            ExportOf("sessions", ("id",), ("kind", "Appointment")),
            *(ExportOf(instrument, ("id",), ("kind", instrument)) for instrument in part.forms),
        ],
        writing=Writing(container="ndjson", written="resource"),
        entity="thing",
        late_as="late_form",
    )


def _resource(kind: str, identifier: str, *members: pl.Expr) -> pl.Expr:
    """Join members, each `,"name":...` or null, to one resource."""
    head = _filled('{"resourceType":"' + kind + '","id":"{}"', pl.col(identifier))
    return pl.concat_str(head, *members, pl.lit("}"), ignore_nulls=True)


def _filled(template: str, value: pl.Expr) -> pl.Expr:
    """Put a value where the template has `{}`."""
    before, _, after = template.partition("{}")
    return pl.concat_str(pl.lit(before), value.cast(pl.String), pl.lit(after))


def _member(template: str, value: pl.Expr) -> pl.Expr:
    """Fill `,"name":"{}"`; null where there is no value."""
    return pl.when(value.is_not_null()).then(_filled(template, value))


def _reference(name: str, kind: str, column: str) -> pl.Expr:
    return _member(f',"{name}":{{"reference":"{kind}/{{}}"}}', pl.col(column))


def _moment(column: str, zone: str) -> pl.Expr:
    return pl.col(column).dt.replace_time_zone(zone).dt.strftime("%Y-%m-%dT%H:%M:%S%:z")


def _of_episode() -> pl.Expr:
    head = f',"extension":[{{"url":"{_EPISODE}","valueReference":{{"reference":"EpisodeOfCare/'
    return pl.concat_str(pl.lit(head), pl.col("episode_id"), pl.lit('"}}]'))


def _told(table: pl.DataFrame, kind: str, identifier: str, thing: str, resource: pl.Expr) -> pl.DataFrame:
    late = pl.col("is_late") if kind not in _PLAIN else pl.lit(False)
    return table.select(
        pl.lit(kind).alias("kind"),
        pl.col(identifier).alias("id"),
        resource.alias("resource"),
        "delivery",
        late.alias("is_late"),
        pl.col(thing).cast(pl.Int64).alias("thing"),
    )


_PLAIN = ("Patient", "EpisodeOfCare", "Appointment")


def _patients(part: SimulatedClinic) -> pl.DataFrame:
    resource = _resource(
        "Patient",
        "client_id",
        _member(',"gender":"{}"', pl.col("gender").replace_strict(_GENDER, return_dtype=pl.String)),
        _member(',"birthDate":"{}"', pl.col("birth_year").cast(pl.String)),
        _member(',"extension":[{"url":"' + SERVER + '/consent","valueString":"{}"}]', pl.col("consent")),
    )
    return _told(client_versions(part), "Patient", "client_id", "client", resource)


def _courses(part: SimulatedClinic, late: pl.Series) -> pl.DataFrame:
    day = "%Y-%m-%d"
    start, end = pl.col("start_date").dt.strftime(day), pl.col("end_date").dt.strftime(day)
    resource = _resource(
        "EpisodeOfCare",
        "episode_id",
        pl.when(end.is_null()).then(pl.lit(',"status":"active"')).otherwise(pl.lit(',"status":"finished"')),
        _reference("patient", "Patient", "client_id"),
        _reference("careManager", "Practitioner", "therapist_id"),
        pl.concat_str(
            _filled(',"period":{"start":"{}"', start),
            _member(',"end":"{}"', end),
            pl.lit("}"),
            ignore_nulls=True,
        ),
        _member(',"extension":[{"url":"' + SERVER + '/ending","valueString":"{}"}]', pl.col("end_reason")),
    )
    return _told(episode_versions(part, late), "EpisodeOfCare", "episode_id", "episode", resource)


def _appointments(part: SimulatedClinic) -> pl.DataFrame:
    who = pl.col("status").replace_strict(_CANCELLED_BY, default=None, return_dtype=pl.String)
    status = pl.col("status").replace_strict(_STATUS, return_dtype=pl.String)
    resource = _resource(
        "Appointment",
        "appointment_id",
        _member(',"status":"{}"', status),
        _member(',"cancelationReason":{"coding":[{"code":"{}"}]}', who),
        _member(',"start":"{}"', _moment("scheduled_at", part.plan.timezone)),
        _of_episode(),
    )
    return _told(appointment_versions(part), "Appointment", "appointment_id", "appointment", resource)


def _forms(part: SimulatedClinic, instrument: str, rng: np.random.Generator) -> pl.DataFrame:
    items = [
        pl.when(pl.col(f"item_{number}") >= 0).then(
            pl.concat_str(
                pl.lit(f'{{"linkId":"{link_id}","answer":['), _answer(instrument, number), pl.lit("]}")
            )
        )
        for number, link_id in enumerate(_LINK_IDS[instrument], start=1)
    ]
    resource = _resource(
        "QuestionnaireResponse",
        "response_id",
        pl.lit(f',"status":"completed","questionnaire":"{SERVER}/Questionnaire/{instrument}"'),
        _member(',"authored":"{}"', _moment("completed_at", part.plan.timezone)),
        _of_episode(),
        pl.lit(',"item":['),
        pl.concat_str(items, separator=",", ignore_nulls=True),
        pl.lit("]"),
    )
    return _told(form_versions(part, instrument, rng), instrument, "response_id", "response", resource)


def _answer(instrument: str, number: int) -> pl.Expr:
    value = pl.col(f"item_{number}")
    if instrument != "phq9":
        return _filled('{"valueInteger":{}}', value)
    code = value.clip(0, 3).replace_strict(dict(enumerate(_ANSWERS)), return_dtype=pl.String)
    return _filled('{"valueCoding":{"system":"http://loinc.org","code":"{}"}}', code)
