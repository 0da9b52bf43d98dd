"""What checks found, in words of the page's language, whatever the warehouse has written."""

from __future__ import annotations

import pytest

from reports.words.catalogue import Words
from reports.words.found import SHOWN, columns_found, found

GERMAN = Words("de")
SPACES = str.maketrans({"\u00a0": " ", "\u2068": None, "\u2069": None})


@pytest.mark.parametrize(
    ("details", "said"),
    [
        (
            "nothing made between 2026-11-09 and 2026-11-23; nothing made between 2026-10-26 and 2026-11-09",
            (
                "zwischen 09.11.2026 und 23.11.2026 entstand keine Datei; "
                "zwischen 26.10.2026 und 09.11.2026 entstand keine Datei"
            ),
        ),
        (
            "nothing since 2026-10-05, 49 days; usual are 7.5",
            "nichts seit 05.10.2026, also seit 49 Tagen; üblich sind 7,5",
        ),
        (
            "nothing since 2025-12-22, 14 days, 6 of them holidays; usual are 7.0",
            "nichts seit 22.12.2025, also seit 14 Tagen, 6 davon Feiertage; üblich sind 7,0",
        ),
        (
            "1526 rows; usual are 341 to 376, 358 on average",
            "1.526 Zeilen; üblich sind 341 bis 376, im Mittel 358",
        ),
        (
            "item_3: missing in 40 of 80 rows, before in 1 of 120",
            "item_3: fehlt in 40 von 80 Zeilen, vorher in 1 von 120",
        ),
        (
            "status: 12 of 80 rows say something else than is usual",
            "status: 12 von 80 Zeilen sagen anderes als üblich",
        ),
        (
            "wai_sr: in 31 forms the reversed items go against the others (r = -0.42)",
            "wai_sr: In 31 Fragebögen gehen die umgekehrt gestellten Fragen gegen die anderen (r = −0,42)",
        ),
        (
            "ors: all answers of 25 forms are whole numbers, and none is 0",
            "ors: Alle Antworten von 25 Fragebögen sind ganze Zahlen, und keine ist 0",
        ),
        ("not taken: a; b.csv", "nicht übernommen: a; b.csv"),
        ("no export takes notes.txt", "zu keinem Export gehört: notes.txt"),
    ],
)
def test_details_are_said_in_the_pages_language(details: str, said: str) -> None:
    told = found(GERMAN, details)
    assert told is not None
    assert told.translate(SPACES) == said


def test_many_findings_are_cut_and_counted() -> None:
    told = found(GERMAN, "; ".join(["ors: all answers of 9 forms are whole numbers, and none is 0"] * 9))
    assert told is not None
    assert told.count("Alle Antworten") == SHOWN
    assert told.endswith("; und 4 weitere")


def test_details_of_another_form_stay_as_they_came() -> None:
    assert found(GERMAN, "a batch: its file has changed") is None
    assert found(GERMAN, "nothing made between 2026-11-09 and 2026-11-23; and then") is None


def test_a_broken_row_tells_its_fields() -> None:
    assert columns_found(GERMAN, "4 fields instead of 12") == "4 Felder statt 12"
    assert columns_found(GERMAN, "PHQ 9") == "PHQ 9"
