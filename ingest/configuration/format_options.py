"""What `options` may say about each source format, besides what holds for all of them.

Belongs here: the keys, their defaults and their reasons. Doesn't: how a format is read (`ingest.formats`),
and what its columns mean (`columns` in the clinic's YAML).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, GetJsonSchemaHandler, StrictInt, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ingest.configuration.fhir_options import FhirOptions
from ingest.configuration.options import ONE_OR_MORE, Name, Options, Text
from ingest.configuration.unknown_keys import unknown_keys

TYPED_FORMATS = ("excel", "parquet")
"""Formats that know dates by themselves, which are then read whatever `date_format` says of texts."""
Names = Annotated[tuple[Name, ...], ONE_OR_MORE]
"""One name or a list of them."""
Texts = Annotated[tuple[Text, ...], ONE_OR_MORE]
"""One cell's text or a list of them; numbers may stand without quotes."""
SheetNumber = Annotated[StrictInt, Field(ge=1)]
Incomplete = Annotated[
    Literal["skip", "take"],
    Field(description="Forms that were begun and not sent: left out and counted, or taken as they are."),
]


class CsvOptions(Options):
    """How a CSV file is written down."""


class ExcelOptions(Options):
    """How a workbook is laid out; the keys about text hold for files that turn out to be CSV after all."""

    sheet: SheetNumber | Annotated[str, Field(min_length=1)] | None = Field(
        None,
        description="A sheet's name, its place among the visible ones (1 is the first), or a pattern such as "
        '"PHQ*". Left out: the only visible sheet that has the needed columns. A hidden sheet is read only '
        "by its name.",
    )


class ParquetOptions(Options):
    """How a Parquet file is written down: it says so itself."""


class RedcapOptions(Options):
    """What a flat REDCap export holds."""

    record_id: Name | None = Field(None, description="Name of the record's id; left out: the first column.")
    form: Name | None = Field(
        None,
        description="The instrument's form name. Only rows on which it was begun are taken: its `_complete` "
        "isn't empty, or one of the columns that are read is filled.",
    )
    events: Names = Field((), description="Only rows of these events, written as in the export.")
    repeat_instrument: Name | None = Field(
        None, description="Only rows of this repeating instrument, written as in the export."
    )
    data_access_groups: Names = Field(
        (), description="Only rows of these groups; the others are another site's, and counted as such."
    )
    carry: Names = Field(
        (),
        description="Columns that are filled on one row of a record, such as a case number on its intake "
        "row, and hold for all of its rows.",
    )
    missing_codes: Texts = Field(
        (), description="The project's missing data codes; such cells are read as empty."
    )
    comma_decimals: Names = Field(
        (),
        description="Fields that are validated as numbers with a decimal comma, where the others have a "
        "point. Known without this where there is a dictionary.",
    )
    labels: bool | None = Field(
        None,
        description="True where cells hold labels instead of codes; left out: told by the `_complete` "
        "columns.",
    )
    dictionary: Name | None = Field(
        None,
        description="The project's data dictionary (CSV), relative to the home: with it labels are read as "
        "codes.",
    )


class QualtricsOptions(Options):
    """What is taken from a Qualtrics export."""

    incomplete: Incomplete = "skip"
    minimum_progress: Annotated[int, Field(ge=1, le=100)] | None = Field(
        None, description="Forms with at least this progress (in per cent) are taken although unfinished."
    )


class LimesurveyOptions(Options):
    """What is taken from a LimeSurvey export."""

    incomplete: Incomplete = "skip"


class SurveymonkeyOptions(Options):
    """What is taken from a SurveyMonkey export: everything; it doesn't say which forms were sent."""


class OpenfitOptions(Options):
    """What is taken from an OpenFIT file: everything."""


FormatName = Literal[
    "csv", "excel", "redcap", "fhir", "qualtrics", "limesurvey", "surveymonkey", "openfit", "parquet"
]
OPTIONS: dict[str, type[Options]] = {
    "csv": CsvOptions,
    "excel": ExcelOptions,
    "redcap": RedcapOptions,
    "fhir": FhirOptions,
    "qualtrics": QualtricsOptions,
    "limesurvey": LimesurveyOptions,
    "surveymonkey": SurveymonkeyOptions,
    "openfit": OpenfitOptions,
    "parquet": ParquetOptions,
}
"""Every format's options by its name."""
assert set(OPTIONS) == set(get_args(FormatName))


def read_options(format_name: str | None, value: Any) -> Options:
    """Read an export's options as those of its format; `None` where the format itself is wrong.

    Raises:
        ValidationError: with the keys as they stand in the YAML.
    """
    model = OPTIONS.get(format_name or "")
    if model is None:
        return Options()
    if isinstance(value, Options):
        return value if isinstance(value, model) else model.model_validate(value.model_dump())
    complaint = unknown_keys(value, model, "options")
    if complaint is not None:
        raise complaint
    return model.model_validate(value)


class _AnyFormat:
    """Tells editors that `options` are those of some format; which one, `format` says."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [handler(TypeAdapter(model).core_schema) for model in OPTIONS.values()]}


OfItsFormat = _AnyFormat()
