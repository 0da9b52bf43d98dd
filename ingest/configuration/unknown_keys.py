"""Mappings whose keys depend on one of them: `source` by its kind.

Belongs here: choosing the schema, and saying which keys it has. Doesn't: what the keys mean.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


def unknown_keys(value: Any, model: type[BaseModel], title: str) -> ValidationError | None:
    """Return the complaint about keys that a model doesn't know, with those that it does."""
    unknown = [key for key in value if key not in model.model_fields] if isinstance(value, dict) else []
    if not unknown:
        return None
    return ValidationError.from_exception_data(
        title,
        [
            {
                "type": PydanticCustomError("unknown_key", "{words}", {"words": _words(key, model)}),
                "loc": (key,),
                "input": None,
            }
            for key in unknown
        ],
    )


def _words(key: Any, model: type[BaseModel]) -> str:
    allowed = sorted(model.model_fields)
    close = difflib.get_close_matches(str(key), allowed, n=1)
    hint = f"; did you mean `{close[0]}`?" if close else "."
    return f"unknown key{hint} Allowed here: {', '.join(allowed)}"


@dataclass(frozen=True)
class Variants:
    """An annotation: a mapping whose `tag` says which of the models it is."""

    tag: str
    models: Mapping[str, type[BaseModel]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate by the model that the tag names, with places as they stand in the YAML."""
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Tell editors which mappings are allowed."""
        return {"oneOf": [handler(TypeAdapter(model).core_schema) for model in self.models.values()]}

    def _read(self, value: Any) -> BaseModel:
        known = ", ".join(self.models)
        if isinstance(value, BaseModel):
            return value
        if not isinstance(value, dict) or self.tag not in value:
            raise ValueError(f"write a mapping with `{self.tag}`, which is one of {known}")
        model = self.models.get(str(value[self.tag]))
        if model is None:
            raise ValueError(f"`{self.tag}: {value[self.tag]}` isn't known. Allowed: {known}")
        complaint = unknown_keys(value, model, self.tag)
        if complaint is not None:
            raise complaint
        return model.model_validate(value)
