"""A REDCap project's data dictionary: which fields a form has, and what labels stand for which codes.

Belongs here: reading the dictionary, and names and labels of export columns that follow from it. Doesn't: the
export itself (`redcap`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

import polars as pl

from ingest.configuration.options import Options
from ingest.formats import csv
from ingest.formats.text_table import DeliveredFile, Refusal

DOWNLOADED = (
    "Variable / Field Name",
    "Form Name",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Text Validation Type OR Show Slider Number",
)
FROM_INTERFACE = (
    "field_name",
    "form_name",
    "field_type",
    "field_label",
    "select_choices_or_calculations",
    "text_validation_type_or_show_slider_number",
)
CHOSEN = ("radio", "dropdown", "checkbox")
YES_NO = {"yesno": (("1", "Yes"), ("0", "No")), "truefalse": (("1", "True"), ("0", "False"))}
UNTAKEN = ("descriptive",)
"""Kinds of field that hold nothing and aren't exported."""
EVENT, REPEAT_INSTRUMENT, REPEAT_INSTANCE = (
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
)
GROUP, SURVEY_IDENTIFIER = "redcap_data_access_group", "redcap_survey_identifier"
STRUCTURE_LABELS = {
    "Event Name": EVENT,
    "Repeat Instrument": REPEAT_INSTRUMENT,
    "Repeat Instance": REPEAT_INSTANCE,
    "Data Access Group": GROUP,
    "Survey Identifier": SURVEY_IDENTIFIER,
}
COMPLETE_LABEL, TIMESTAMP_LABEL = "Complete?", "Survey Timestamp"
LABELLED_HEADERS = frozenset({*STRUCTURE_LABELS, COMPLETE_LABEL})


@dataclass(frozen=True)
class Field:
    """One field of a project."""

    name: str
    form: str
    kind: str
    label: str
    choices: tuple[tuple[str, str], ...]
    """Code and label; none where the field has no choices."""
    has_comma_decimal: bool

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Return the export's columns of this field: name, and label as a header."""
        if self.kind != "checkbox":
            return ((self.name, self.label),)
        return tuple(
            (f"{self.name}___{re.sub('[^a-z0-9_]', '_', code.lower())}", f"{self.label} (choice={label})")
            for code, label in self.choices
        )

    @property
    def codes(self) -> dict[str, str]:
        """Return label -> code, without labels that stand for several codes."""
        if self.kind == "checkbox":
            return {}
        labels = [label for _, label in self.choices]
        return {label: code for code, label in self.choices if labels.count(label) == 1}


@dataclass(frozen=True)
class Dictionary:
    """All fields of a project, in its order."""

    fields: tuple[Field, ...]

    def columns_of(self, form: str) -> frozenset[str]:
        """Return the export's columns of a form."""
        return frozenset(name for field in self.fields if field.form == form for name, _ in field.columns)

    def codes(self) -> dict[str, dict[str, str]]:
        """Return label -> code for each column whose cells are one of several choices."""
        return {field.name: field.codes for field in self.fields if field.codes}

    def comma_decimals(self) -> frozenset[str]:
        """Return the columns that hold numbers with a decimal comma."""
        return frozenset(field.name for field in self.fields if field.has_comma_decimal)

    def names(self, header: Sequence[str]) -> list[str] | None:
        """Return the names behind a header of labels, or None where a label isn't in the dictionary.

        Labels repeat (every form ends with `Complete?`), so each is looked for behind the one before it.
        """
        expected = list(self._expected())
        names, at = [], 0
        for cell in map(plain_label, header):
            if cell in STRUCTURE_LABELS:
                names.append(STRUCTURE_LABELS[cell])
                continue
            found = next((i for i in range(at, len(expected)) if expected[i][1] == cell), None)
            if found is None:
                return None
            names.append(expected[found][0])
            at = found + 1
        return names

    def _expected(self) -> Iterator[tuple[str, str]]:
        """Return name and label of every column that an export may have, in its order."""
        forms = list(dict.fromkeys(field.form for field in self.fields))
        for number, form in enumerate(forms):
            fields = [field for field in self.fields if field.form == form and field.kind not in UNTAKEN]
            if number == 0 and fields:  # the record's id stands before everything else
                yield from fields[0].columns
                fields = fields[1:]
            yield f"{form}_timestamp", TIMESTAMP_LABEL
            for field in fields:
                yield from field.columns
            yield f"{form}_complete", COMPLETE_LABEL


def plain_label(label: str) -> str:
    """Return a label as exports show it: without markup, runs of space as one."""
    return " ".join(unescape(re.sub(r"<[^<>]{0,400}>", " ", label)).split())


def read_dictionary(name: str, content: bytes) -> Dictionary | Refusal:
    """Read a data dictionary, downloaded from the project's page or through the interface for programs."""
    is_downloaded = DOWNLOADED[0].encode() in content[:2000]
    names = DOWNLOADED if is_downloaded else FROM_INTERFACE
    result = csv.read([DeliveredFile(name, content)], Options(), names)
    if result.refusals:
        return Refusal(
            "FILE-UNREADABLE",
            "The export can't be read without the project's data dictionary, which `options.dictionary` "
            f"names, and that is refused: {result.refusals[0].message}",
            None,
        )
    rows = pl.concat([table.rows for table in result.tables]).select(names)
    return Dictionary(tuple(_field(*row) for row in rows.iter_rows()))  # a few hundred fields, not data


def _field(name: str, form: str, kind: str, label: str, choices: str, validation: str) -> Field:
    kind = kind.strip().lower()
    return Field(
        name=name.strip(),
        form=form.strip(),
        kind=kind,
        label=plain_label(label),
        choices=YES_NO.get(kind, ()) or (_choices(choices) if kind in CHOSEN else ()),
        has_comma_decimal="comma_decimal" in validation,
    )


def _choices(text: str) -> tuple[tuple[str, str], ...]:
    """Read `1, Not at all | 2, Several days`."""
    pairs = [choice.partition(",") for choice in text.split("|") if choice.strip()]
    return tuple((code.strip(), plain_label(label)) for code, _, label in pairs)
