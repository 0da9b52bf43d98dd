"""What `options` may say about any file of a clinic, and how text stands in its YAML.

Belongs here: keys that every source format knows. Doesn't: those of one format (`format_options`), reading a
file by them (`ingest.formats`).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from ingest.configuration.strict import Identifier, Strict
from ingest.times import can_read_a_day


def _text(value: Any) -> Any:
    """Let YAML's unquoted numbers stand for the text that a file will hold."""
    if isinstance(value, bool):
        raise ValueError("write this in quotes: a file holds text, not true or false")  # noqa: TRY004
    if isinstance(value, str) and "\0" in value:
        raise ValueError("this holds a NUL character, which no file, folder or cell has")
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str, BeforeValidator(_text, json_schema_input_type=str | int | float)]
Name = Annotated[Text, Field(min_length=1)]


def _list_of_text(value: Any) -> Any:
    return [value] if isinstance(value, str | int | float) else value


ONE_OR_MORE = BeforeValidator(_list_of_text, json_schema_input_type=Text | list[Text])
"""Lets one text stand for a list of one, in editors' schemas too."""


class RelativeTime(Strict):
    """For de-identified exports, which count time instead of dating it."""

    column: Name = Field(description="The file's column that counts.")
    unit: Literal["day", "week", "month"] = Field(
        description="Months are calendar months, clamped to their end."
    )
    origin: dt.date = Field(description="The date that 0 stands for.")
    to: Identifier = Field(description="The canonical date or time column that is made.")


class Options(Strict):
    """How the file is written down."""

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = Field(
        None, description="Detected where left out."
    )
    encoding: Name | None = Field(None, description="Detected where left out: UTF-8, UTF-16 or Windows-1252.")
    decimal: Literal[".", ","] = Field(".", description="The mark before a number's decimals.")
    thousands: Literal[".", ",", " ", "'"] | None = Field(None, description="The mark between thousands.")
    date_format: Name | dict[Identifier, Name] | None = Field(
        None, description="strptime format, for all date columns or one each; ISO 8601 where left out."
    )
    null_values: tuple[Text, ...] = Field(("",), description="Cells that mean that nothing was recorded.")
    relative_time: RelativeTime | None = Field(
        None, description="For de-identified exports, which count time instead of dating it."
    )

    @field_validator("date_format")
    @classmethod
    def _days_can_be_read(cls, value: str | dict[str, str] | None) -> str | dict[str, str] | None:
        for form in value.values() if isinstance(value, dict) else [value] if value else []:
            if not can_read_a_day(form):
                raise ValueError(
                    f"`{form}` doesn't read a day. It needs strptime's parts for year, month and day, as in "
                    "%d/%m/%Y or %Y-%m-%d %H:%M"
                )
        return value

    @model_validator(mode="after")
    def _marks_differ(self) -> Self:
        if self.thousands is not None and self.thousands == self.decimal:
            raise ValueError("`thousands` and `decimal` can't be the same mark")
        return self
