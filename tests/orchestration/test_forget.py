"""`rapport forget`: a person is erased everywhere, and the command proves it."""

from __future__ import annotations

from click.testing import CliRunner
from small_network import WEEK, RunHome

from ingest.home import Home
from ingest.vault import local_identifiers
from orchestration.cli import main
from orchestration.forgetting import _traces
from warehouse.audit.verification import verify
from warehouse.key_scan import tables_with_keys
from warehouse.published import open_published
from warehouse.row_accounts import read_row_accounts


def test_a_person_is_erased_everywhere_and_the_command_proves_it(own_home: Home) -> None:
    with open_published(own_home) as connection:
        row = connection.execute(
            "select clinic_id, client_key, count(*) from marts.fct_scores group by all "
            "order by 3 desc limit 1"
        ).fetchone()
    assert row is not None
    clinic_id, key, _ = row
    local_id = local_identifiers(own_home, clinic_id, "client")[key]
    assert tables_with_keys(own_home.published_file, [key])
    result = CliRunner().invoke(
        main, ["forget", "--clinic", clinic_id, "--client", local_id, "--yes", "--home", str(own_home.root)]
    )
    assert result.exit_code == 0, result.output
    assert "Proved" in result.output
    closing = result.output.partition("only a run of the week makes it again:")[2]
    assert f"  {WEEK}\n  `rapport run --week {WEEK}` makes one, without them" in closing
    assert verify(own_home).problems == ()
    assert tables_with_keys(own_home.published_file, [key]) == {}
    assert key not in local_identifiers(own_home, clinic_id, "client")
    accounts = read_row_accounts(own_home)
    assert all(account.is_balanced for account in accounts)
    assert sum(account.skipped for account in accounts if account.clinic_id == clinic_id) > 0


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
    arguments = ["forget", "--clinic", clinic_id, "--client", "nobody-1", "--home", str(run_home.home.root)]
    for asked in (arguments, [*arguments, "--yes"]):
        result = CliRunner().invoke(main, asked)
        assert result.exit_code == 1
        assert "no client of this identifier" in result.output
        assert "Erase one client" not in result.output
        assert "Erasing" not in result.output
