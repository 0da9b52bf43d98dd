"""The reference page says what the registry says, and nothing else."""

from __future__ import annotations

from ingest.configuration.instrument_docs import PAGE, page
from ingest.configuration.instrument_files import shipped_instruments


def test_the_page_is_the_one_that_the_registry_makes() -> None:
    remedy = "run `python -m ingest.configuration.instrument_docs`"
    assert PAGE.read_text(encoding="utf-8") == page(shipped_instruments()), remedy


def test_a_changed_number_changes_the_page() -> None:
    instruments = shipped_instruments()
    phq9 = instruments["phq9"]
    (scale,) = phq9.scales
    (change,) = scale.reliable_change
    changed_scale = scale.model_copy(update={"reliable_change": (change.model_copy(update={"points": 5}),)})
    changed = instruments | {"phq9": phq9.model_copy(update={"scales": (changed_scale,)})}
    assert page(changed) != page(instruments)


def test_every_instrument_and_scale_is_on_the_page() -> None:
    text = page(shipped_instruments())
    for name, instrument in shipped_instruments().items():
        assert f"\n### {name}\n" in text
        assert instrument.citation in text
        for scale in instrument.scales:
            assert f"| [`{scale.scale}`](#{name}) |" in text


def test_what_waits_for_a_confirmation_says_so() -> None:
    lines = page(shipped_instruments()).splitlines()
    assert any(line.startswith("| [`taqs`]") and line.endswith("| provisional |") for line in lines)
    assert any(line.startswith("| [`tasc_r_bond`]") and line.endswith("| waiting |") for line in lines)
    assert any(line.startswith("| [`tasc_r`]") and line.endswith("| scored |") for line in lines)


def test_tables_are_whole() -> None:
    widths: dict[str, set[int]] = {}
    table = ""
    for line in page(shipped_instruments()).splitlines():
        if not line.startswith("|"):
            table = ""
            continue
        table = table or line
        widths.setdefault(table, set()).add(line.replace("\\|", "").count("|"))
    assert widths
    assert all(len(found) == 1 for found in widths.values())
