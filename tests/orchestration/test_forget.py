"""`rapport forget`: a person is erased everywhere, and the command proves it."""

from __future__ import annotations

from click.testing import CliRunner
from conftest import RunHome

from ingest.vault import local_identifiers
from orchestration.cli import main
from orchestration.forgetting import _traces
from warehouse.published import open_published


def test_the_scan_finds_whoever_is_still_there(run_home: RunHome) -> None:
    """The proof isn't empty: of somebody who wasn't erased it finds landing, warehouse, vault and pages."""
    from ingest.configuration.registry import load_registry
    from ingest.erasure import find_person

    with open_published(run_home.home) as connection:
        row = connection.execute("select clinic_id, client_key from marts.fct_scores limit 1").fetchone()
    assert row is not None
    clinic_id, key = row
    local_id = local_identifiers(run_home.home, clinic_id, "client")[key]
    person = find_person(run_home.home, load_registry(run_home.home), clinic_id, local_id)
    places = dict(_traces(run_home.home, person))
    for place in ("landing/", "warehouse/rapport.duckdb: ", "published/rapport.duckdb: marts.", "vault/"):
        assert any(name.startswith(place) for name in places), place


def test_somebody_unknown_is_refused_and_nothing_is_run(run_home: RunHome) -> None:
    clinic_id = next(path.stem for path in run_home.home.clinics.glob("*.yml"))
    arguments = ["forget", "--clinic", clinic_id, "--client", "nobody-1", "--yes", "--home"]
    result = CliRunner().invoke(main, [*arguments, str(run_home.home.root)])
    assert result.exit_code == 1
    assert "no client of this identifier" in result.output
