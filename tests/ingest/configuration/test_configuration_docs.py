"""The reference page about a home's YAML."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from ingest.configuration.clinic import Clinic, Columns
from ingest.configuration.configuration_docs import CHAPTERS, PAGE, page, rows_of
from ingest.configuration.format_options import OPTIONS
from ingest.configuration.network import Network


def test_the_page_is_what_the_schemas_say() -> None:
    remedy = "run `python -m ingest.configuration.configuration_docs`"
    assert PAGE.read_text(encoding="utf-8") == page(), remedy


def models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inside = {
            model for field in annotation.model_fields.values() for model in models_in(field.annotation)
        }
        return {annotation, *inside}
    return {model for part in getattr(annotation, "__args__", ()) for model in models_in(part)}


def test_every_schema_that_a_home_may_use_has_a_chapter() -> None:
    used = set.union(models_in(Network), models_in(Clinic), *(models_in(model) for model in OPTIONS.values()))
    assert used - {chapter.model for chapter in CHAPTERS} == {Columns}  # whose keys are the feeds' columns


def test_every_key_says_what_it_means() -> None:
    silent = [(chapter.heading, row[0]) for chapter in CHAPTERS for row in rows_of(chapter) if not row[3]]
    assert silent == []
