"""Reports of a real run in German: every text that comes with the data has its German words too."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest
from small_network import RunHome

from reports.laying_out import Desk
from reports.publication import open_publication

sys.path.append(str(Path(__file__).parents[1] / "reports"))
from foreign_words import english_words
from page_reading import Page, read_page


@pytest.fixture(scope="module")
def german(run_home: RunHome) -> dict[str, Page]:
    """The pages of all clinics, of the network and of the quality team, in German."""
    with open_publication(run_home.home) as publication:
        desk = Desk.of(run_home.home, publication, "de")
        return {audience: read_page(desk.lay_out(audience).html.encode()) for audience in desk.audiences}


def names_of(run_home: RunHome) -> list[str]:
    """Return what stands on pages as the data have it: names of clinics, scales, files, exports, columns."""
    with duckdb.connect(str(run_home.home.published_file), read_only=True) as published:
        found = published.execute(
            """select clinic_name from marts.dim_clinics union select scale_name from marts.dim_scales
            union select file_name from audit.deliveries union select export_name from audit.deliveries
            union select column_name from audit.quarantine
            union select export_name from audit.check_results
            union select field from audit.field_validity union select export_name from audit.field_validity"""
        ).fetchall()
    return ["Simulated network", *(name for (name,) in found if name)]


def test_no_english_word_stands_on_a_page(run_home: RunHome, german: dict[str, Page]) -> None:
    names = names_of(run_home)
    assert len(german) == 6
    assert {audience: english_words(page, *names) for audience, page in german.items()} == {
        audience: set() for audience in german
    }
