"""The schema of `clinics/<clinic>.yml`: where a clinic's exports come from and what their rows mean.

Belongs here: keys of that file and every contradiction that can be seen without the data.
Doesn't: applying a mapping to a file (`ingest.mapping`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SerializeAsAny, ValidationInfo, field_validator, model_validator

from ingest.canonical import EXPORTED_AT, ITEMS, Feed, Kind, columns_of, required_columns
from ingest.configuration.constants import fault_of_constant
from ingest.configuration.fhir_options import FhirOptions
from ingest.configuration.format_options import TYPED_FORMATS, FormatName, OfItsFormat, read_options
from ingest.configuration.holds import HoldsOverride
from ingest.configuration.holidays import Holiday
from ingest.configuration.network import ClinicId, Identifier, Language, Strict, Timezone
from ingest.configuration.options import ONE_OR_MORE, Name, Options, Text
from ingest.configuration.sources import OfItsKind, Source

RESERVED_CLINIC_IDS = frozenset({"all", "network", "quality", "index"})
"""Words that name something else in marts, report folders and links."""


class Columns(Strict):
    """Canonical column -> the file's column; a list is joined into one key."""

    model_config = Strict.model_config | {"extra": "allow"}
    __pydantic_extra__: dict[str, Annotated[list[Name], ONE_OR_MORE]]

    def mapping(self) -> dict[str, tuple[str, ...]]:
        """Return canonical column -> source columns, in the file's order."""
        return {name: tuple(sources) for name, sources in (self.__pydantic_extra__ or {}).items()}


class Export(Strict):
    """One kind of file that a clinic sends, and what its rows mean."""

    name: Identifier = Field(description="Unique in the clinic; row accounts are kept per file and export.")
    feed: Feed = Field(description="What its rows become.")
    format: FormatName = Field("csv", description="How the file is written: docs/how-to/formats.")
    files: Name = Field(description="Pattern of the file names, such as phq9_*.csv.")
    mode: Literal["delta", "full"] = Field(
        "delta", description="delta adds and corrects; full withdraws what it lacks."
    )
    instrument: Identifier | None = Field(None, description="For responses in one file per instrument.")
    keyed: bool = Field(False, description="True when the sender has already reversed the reversed items.")
    coding: Identifier | None = Field(
        None,
        description="Where answers aren't written as on the form: one of the instrument's `codings`.",
    )
    options: Annotated[SerializeAsAny[Options], OfItsFormat] = Field(
        default_factory=Options, validate_default=True, description="What else is known about the format."
    )
    columns: Columns | None = Field(None, description="Left out: the headers are the canonical names.")
    items_missing: tuple[Text, ...] = Field(
        (), description="Codes that mean no answer, in item columns only."
    )
    values: dict[Identifier, dict[Text, Name]] = Field(
        default_factory=dict, description="Per canonical column: the file's code -> the canonical word."
    )
    constants: dict[Identifier, Text] = Field(
        default_factory=dict, description="Canonical columns that the file lacks."
    )
    where: dict[Name, Annotated[tuple[Text, ...], ONE_OR_MORE]] = Field(
        default_factory=dict,
        description="Rows with other values belong to someone else: skipped and counted.",
    )
    skip_values: dict[Name, dict[Text, Name]] = Field(
        default_factory=dict, description="File column -> value -> the reason why such rows are skipped."
    )
    attended_if_any: tuple[Name, ...] = Field(
        (), description="Appointments count as attended only if one of these columns is filled."
    )
    exported_at_pattern: Name | None = Field(
        None,
        description="File name with strptime parts, such as sessions_%Y-%m-%d.csv; * stands for anything.",
    )
    holds: HoldsOverride = Field(
        default_factory=HoldsOverride, description="Limits of this export beyond which a delivery is held."
    )

    @field_validator("files")
    @classmethod
    def _files_can_match(cls, value: str) -> str:
        for part in re.findall(r"\[!?[^\]]+\]", value):
            try:
                re.compile(part)
            except re.error:
                raise ValueError(f"`{part}` is no set of characters; write one like [0-9]") from None
        return value

    @field_validator("options", mode="plain")
    @classmethod
    def _options_are_of_the_format(cls, value: Any, info: ValidationInfo) -> Options:
        return read_options(info.data.get("format"), value)

    @field_validator("values", mode="before")
    @classmethod
    def _values_are_maps(cls, value: Any) -> Any:
        if isinstance(value, dict):
            for column, codes in value.items():
                if not isinstance(codes, dict):
                    raise ValueError(f"`{column}` needs `code: word` pairs")  # noqa: TRY004
        return value

    @model_validator(mode="after")
    def _fits_its_feed(self) -> Self:
        known = columns_of(self.feed)
        mapped = self.mapped_columns()
        allowed = sorted({*known, ITEMS} if self.feed is Feed.RESPONSES else known)
        for place, names in (("columns", mapped), ("values", self.values), ("constants", self.constants)):
            for name in names:
                if name not in allowed:
                    raise ValueError(
                        f"`{place}.{name}` isn't a column of {self.feed.value}. Allowed: {', '.join(allowed)}"
                    )
        self._check_values(known)
        self._check_constants(known)
        self._check_date_formats(known)
        self._check_required(mapped)
        if self.instrument is not None and self.feed is not Feed.RESPONSES:
            raise ValueError("`instrument` belongs to responses only")
        if self.attended_if_any and self.feed is not Feed.APPOINTMENTS:
            raise ValueError("`attended_if_any` belongs to appointments only")
        if (self.items_missing or self.keyed) and self.feed is not Feed.RESPONSES:
            raise ValueError("`items_missing` and `keyed` belong to responses only")
        self._check_coding(mapped)
        if isinstance(self.options, FhirOptions):
            self.options.check_fits(self.feed, self.instrument)
        relative = self.options.relative_time
        if relative is not None:
            target = known.get(relative.to)
            if target is None or target.kind not in (Kind.DATE, Kind.DATETIME):
                raise ValueError(
                    f"`relative_time.to: {relative.to}` isn't a date or time of {self.feed.value}"
                )
            if relative.to in mapped or relative.to in self.constants:
                raise ValueError(f"`{relative.to}` is made by relative_time and mapped as well: keep one")
        both = sorted(set(mapped) & set(self.constants))
        if both:
            raise ValueError(f"mapped and constant at once: {', '.join(both)}; keep one")
        return self

    def _check_coding(self, mapped: dict[str, tuple[str, ...]]) -> None:
        if self.coding is None:
            return
        if self.instrument is None or ITEMS not in mapped:
            raise ValueError("`coding` needs `instrument` and `columns.items`, whose answers it is about")
        if "total" in mapped:
            raise ValueError(
                "a total counted in another coding can't be compared: leave out `coding` or `columns.total`"
            )

    def _check_values(self, known: dict[str, Any]) -> None:
        for name, codes in self.values.items():
            column = known.get(name)
            if column is None:
                raise ValueError(
                    "`values` can't be given for items; use items_missing for codes without meaning"
                )
            if column.kind is Kind.CLOSED_CODE:
                wrong = sorted(set(codes.values()) - set(column.codes))
                if wrong:
                    raise ValueError(
                        f"`values.{name}` maps to {', '.join(wrong)}. Allowed: {', '.join(column.codes)}"
                    )
            elif column.kind not in (Kind.OPEN_CODE, Kind.INSTRUMENT):
                raise ValueError(
                    f"`values.{name}`: only codes are mapped, and {name} is a {column.kind.value}"
                )

    def _check_constants(self, known: dict[str, Any]) -> None:
        for name, text in self.constants.items():
            if name == ITEMS:
                raise ValueError("`constants` can't be given for items, which people answer")
            word = self.values.get(name, {}).get(text, text)
            is_typed = self.format in TYPED_FORMATS
            fault = fault_of_constant(known[name], text, word, self.options, or_iso=is_typed)
            if fault is not None:
                raise ValueError(f"`constants.{name}: {text}` {fault}")

    def _check_date_formats(self, known: dict[str, Any]) -> None:
        declared = self.options.date_format
        dates = sorted(name for name, column in known.items() if column.kind in (Kind.DATE, Kind.DATETIME))
        for name in declared if isinstance(declared, dict) else ():
            if name not in dates:
                raise ValueError(
                    f"`options.date_format.{name}` isn't a date or time of {self.feed.value}. "
                    f"Allowed: {', '.join(dates) or 'none'}"
                )

    def _check_required(self, mapped: dict[str, tuple[str, ...]]) -> None:
        if not mapped and not self.constants and self.options.relative_time is None:
            return  # canonical headers: the file itself will tell
        if not mapped:
            return
        given = set(mapped) | set(self.constants)
        if self.options.relative_time is not None:
            given.add(self.options.relative_time.to)
        if self.instrument is not None:
            given.add("instrument")
        if self.attended_if_any:
            given.add("status")
        lacking = [name for name in required_columns(self.feed) if name not in given]
        if lacking:
            raise ValueError(f"required columns without a source: {', '.join(lacking)}")

    def mapped_columns(self) -> dict[str, tuple[str, ...]]:
        """Return canonical column -> the file's columns; empty where headers are canonical already."""
        return self.columns.mapping() if self.columns is not None else {}

    def fingerprint(self, context: dict[str, Any]) -> str:
        """Identify the mapping, so that a file read with a mended one is read again.

        `context` holds what the reading depends on besides this entry: the clinic's time zone, its declared
        codes and the answers that the instruments allow.
        """
        content = self.model_dump(mode="json", exclude={"files", "holds"}) | {"context": context}
        if self.columns is not None:
            content["columns"] = {name: list(sources) for name, sources in self.mapped_columns().items()}
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class ExpectedForm(Strict):
    """One line of a clinic's protocol: which form is expected when."""

    instrument: Identifier = Field(description="Id or alias of the form.")
    every: Literal["session"] | None = Field(None, description="At each attended session.")
    at_sessions: tuple[Annotated[int, Field(ge=0, le=10_000)], ...] = Field(
        (), description="Or at these, by their number; 0 is before the first."
    )
    respondent: Literal["client", "therapist", "parent", "child", "observer"] = Field(
        "client", description="Who fills it in."
    )

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if (self.every is None) == (not self.at_sessions):
            raise ValueError("say either `every: session` or `at_sessions: [..]`")
        return self


class ClinicDefinitions(Strict):
    """What a clinic sets differently from its network."""

    contact_gap_days: int | None = Field(
        None,
        ge=1,
        le=3650,
        description="Days without contact after which an open course counts as dropped out.",
    )


OPEN_CODE_COLUMNS = tuple(
    sorted(
        {
            column.name
            for feed in Feed
            for column in columns_of(feed).values()
            if column.kind is Kind.OPEN_CODE
        }
    )
)


class Clinic(Strict):
    """Everything that a clinic's YAML may say."""

    clinic: ClinicId = Field(description="Equals the file's name; stands in every mart.")
    name: Name = Field(description="As reports print it.")
    timezone: Timezone = Field(description="Clinical times are local to it.")
    source: Annotated[SerializeAsAny[Source], OfItsKind] = Field(
        description="Where the files come from; `kind` says how."
    )
    language: Language | None = Field(
        None, description="Language of this clinic's report and mail, where it isn't the network's."
    )
    protocol: tuple[ExpectedForm, ...] = Field((), description="Which forms are expected when.")
    definitions: ClinicDefinitions = Field(
        default_factory=ClinicDefinitions, description="What holds here instead of the network's."
    )
    holds: HoldsOverride = Field(
        default_factory=HoldsOverride, description="Limits of this clinic beyond which a delivery is held."
    )
    holidays: tuple[Holiday, ...] = Field((), description="This clinic's, besides the network's.")
    codes: dict[Identifier, tuple[Name, ...]] = Field(
        default_factory=dict,
        description="Words that open columns may hold, besides those that `values` maps to.",
    )
    exports: tuple[Export, ...] = Field(min_length=1, description="What the clinic sends.")

    @field_validator("clinic")
    @classmethod
    def _not_reserved(cls, value: str) -> str:
        if value in RESERVED_CLINIC_IDS:
            raise ValueError(f"`{value}` means something else in reports and marts; choose another id")
        return value

    @field_validator("codes")
    @classmethod
    def _codes_are_open(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for column in value:
            if column not in OPEN_CODE_COLUMNS:
                raise ValueError(
                    f"`{column}` takes no declared codes. Allowed: {', '.join(OPEN_CODE_COLUMNS)}"
                )
        return value

    @model_validator(mode="after")
    def _export_names_are_unique(self) -> Self:
        repeated = sorted(
            name for name, n in Counter(export.name for export in self.exports).items() if n > 1
        )
        if repeated:
            raise ValueError(f"two exports share a name: {', '.join(repeated)}")
        return self

    def declared_codes(self, export: Export, column: str) -> tuple[str, ...]:
        """Return the words that an open column of this export may hold after mapping."""
        declared = {*self.codes.get(column, ()), *export.values.get(column, {}).values()}
        constant = export.constants.get(column)
        if constant is not None:
            declared.add(constant)
        return tuple(sorted(declared))


assert EXPORTED_AT.name not in OPEN_CODE_COLUMNS
