"""Every source format by the name that a clinic's YAML calls it: its reader, and what `options` may say.

Belongs here: which formats there are. Doesn't: how one of them is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.canonical import Feed
from ingest.configuration.fhir_options import FhirOptions
from ingest.configuration.format_options import (
    CsvOptions,
    ExcelOptions,
    LimesurveyOptions,
    OpenfitOptions,
    ParquetOptions,
    QualtricsOptions,
    RedcapOptions,
    SurveymonkeyOptions,
)
from ingest.configuration.options import Options
from ingest.formats import csv, excel, fhir, limesurvey, openfit, parquet, qualtrics, redcap, surveymonkey
from ingest.formats.asked import Asked
from ingest.formats.text_table import DeliveredFile, ReadResult

Read = Callable[[Sequence[DeliveredFile], Any, Collection[str]], ReadResult]
ReadWithCompanions = Callable[
    [Sequence[DeliveredFile], Any, Collection[str], Mapping[str, bytes]], ReadResult
]

ReadAsAsked = Callable[
    [Sequence[DeliveredFile], Any, Collection[str], Mapping[str, bytes], Asked], ReadResult
]


@dataclass(frozen=True)
class FormatReader:
    """One source format."""

    options: type[Options]
    read_alone: Read | None = None
    read_with_companions: ReadWithCompanions | None = None
    read_as_asked: ReadAsAsked | None = None

    def companions(self, options: Options) -> tuple[str, ...]:
        """Return the files, relative to the home, without which the export can't be read."""
        if self.read_as_asked is not None:
            return tuple(getattr(options, "questionnaires", ()))
        named = getattr(options, "dictionary", None)
        return (named,) if self.read_with_companions is not None and named is not None else ()

    def read(
        self,
        files: Sequence[DeliveredFile],
        options: Options,
        needed: Collection[str],
        companions: Mapping[str, bytes] | None = None,
        asked: Asked | None = None,
    ) -> ReadResult:
        """Read files that are written alike; whatever their bytes are, each is in a table or refused.

        `options` is an instance of this format's. `needed` are the file's columns that the mapping uses,
        empty where the headers are the canonical names. `companions` holds the files that `companions()`
        names and that could be found. `asked` says what the export is about, for formats whose rows depend
        on it.
        """
        if self.read_as_asked is not None:
            return self.read_as_asked(files, options, needed, companions or {}, asked or NOTHING_ASKED)
        if self.read_with_companions is not None:
            return self.read_with_companions(files, options, needed, companions or {})
        assert self.read_alone is not None
        return self.read_alone(files, options, needed)


NOTHING_ASKED = Asked(Feed.RESPONSES)
FORMATS: dict[str, FormatReader] = {
    "csv": FormatReader(CsvOptions, csv.read),
    "excel": FormatReader(ExcelOptions, excel.read),
    "redcap": FormatReader(RedcapOptions, read_with_companions=redcap.read),
    "fhir": FormatReader(FhirOptions, read_as_asked=fhir.read),
    "qualtrics": FormatReader(QualtricsOptions, qualtrics.read),
    "limesurvey": FormatReader(LimesurveyOptions, limesurvey.read),
    "surveymonkey": FormatReader(SurveymonkeyOptions, surveymonkey.read),
    "openfit": FormatReader(OpenfitOptions, openfit.read),
    "parquet": FormatReader(ParquetOptions, parquet.read),
}
