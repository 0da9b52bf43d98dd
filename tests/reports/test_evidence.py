"""A number's evidence can be checked without Rapport; a delivery leads to the numbers that it touched."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_reading import Page

from ingest.home import Home
from orchestration.cli.evidence import command
from reports.numbers.bundle.packing import pack
from reports.numbers.touching import UnknownDelivery, touched
from warehouse.published import open_published

RATE = "north/2026-W46/retention.dropout_rate/rolling_12_months"


def unpacked(home: Home, folder: Path, *, with_tables: bool = False) -> Path:
    pack(home, RATE, folder / "bundle.zip", with_tables=with_tables)
    with zipfile.ZipFile(folder / "bundle.zip") as bundle:
        bundle.extractall(folder / "bundle")
    return folder / "bundle"


def verified(bundle: Path, *arguments: str) -> tuple[int, str]:
    """Run the bundle's script as somebody without Rapport would: from elsewhere, with nothing on the path."""
    done = subprocess.run(
        [sys.executable, "-I", str(bundle / "verify.py"), *arguments],
        capture_output=True,
        text=True,
        cwd=bundle.parent,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_bundle_verifies_against_the_published_file(
    usual: dict[str, Page], usual_home: Home, tmp_path: Path
) -> None:
    bundle = unpacked(usual_home, tmp_path)
    told = json.loads((bundle / "number.json").read_text(encoding="utf-8"))
    assert told["agrees"]
    assert told["queries"]
    assert json.loads((bundle / "deliveries.json").read_text(encoding="utf-8"))
    assert not (bundle / "tables").exists()
    assert verified(bundle, "--published", str(usual_home.published_file)) == (
        0,
        f"{RATE}: reported {told['text']}, code version {told['code_version']}\nVerified.\n",
    )
    code, words = verified(bundle)
    assert code == 1
    assert "name the published file with --published" in words


def test_a_bundle_with_tables_verifies_by_itself_and_notices_what_was_changed(
    usual: dict[str, Page], usual_home: Home, tmp_path: Path
) -> None:
    bundle = unpacked(usual_home, tmp_path, with_tables=True)
    assert verified(bundle)[0] == 0
    guide = (bundle / "README.txt").read_text(encoding="utf-8")
    listed = {path.name for path in bundle.iterdir()}
    assert listed == {"README.txt", "queries", "tables", *(name for name in listed if name in guide)}
    told = (bundle / "number.json").read_text(encoding="utf-8")
    content = json.loads(told)
    content["queries"][0]["rows"][0] = ["another"] * len(content["queries"][0]["rows"][0])
    (bundle / "number.json").write_text(json.dumps(content), encoding="utf-8")
    code, words = verified(bundle)
    assert code == 1
    assert "number.json isn't as it was packed" in words
    assert "queries/01.sql doesn't give 1 of" in words


def test_another_published_file_and_missing_deliveries_are_named(
    usual: dict[str, Page], usual_home: Home, tmp_path: Path
) -> None:
    bundle = unpacked(usual_home, tmp_path)
    other = tmp_path / "other.duckdb"
    shutil.copyfile(usual_home.published_file, other)
    with other.open("ab") as file:
        file.write(b"\0" * 4096)
    (tmp_path / "files").mkdir()
    code, words = verified(bundle, "--published", str(other), "--files", str(tmp_path / "files"))
    assert code == 1
    assert "the published file is another one" in words
    assert "not in files, or changed: episodes_2026-11-16.csv" in words


def test_the_same_number_gives_the_same_bundle(
    usual: dict[str, Page], usual_home: Home, tmp_path: Path
) -> None:
    for name in ("one.zip", "two.zip"):
        done = CliRunner().invoke(
            command, [RATE, "--home", str(usual_home.root), "--to", str(tmp_path / name)]
        )
        assert done.exit_code == 0, done.output
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.fixture(scope="module")
def receipts(usual: dict[str, Page], usual_home: Home) -> dict[tuple[str, str], int]:
    """A receipt by clinic and status."""
    with open_published(usual_home) as connection:
        rows = connection.execute(
            "select clinic_id, status, min(receipt_key) from audit.deliveries "
            "where feed = 'responses' group by all"
        ).fetchall()
    return {(clinic, status): receipt for clinic, status, receipt in rows}


def test_a_delivery_leads_to_the_numbers_of_its_clinic_and_of_the_network(
    receipts: dict[tuple[str, str], int], usual_home: Home
) -> None:
    found = touched(usual_home, receipts["north", "accepted"])
    assert (found.clinic_id, found.feed, found.status) == ("north", "responses", "accepted")
    assert {"north", "network"} <= {number.audience for number in found.numbers}
    assert all(number.number_id.startswith(f"{number.audience}/2026-W46/") for number in found.numbers)
    own = {number.number_id for number in found.numbers if number.audience == "north"}
    assert any("outcomes" in name for name in own)
    # Another clinic's page compares it with the network; its own figures don't rest on this file.
    others = {number.number_id for number in found.numbers if number.audience == "harbour"}
    assert others
    assert "harbour/2026-W46/retention.dropout_rate/rolling_12_months" not in others


def test_a_refused_delivery_touches_nothing(receipts: dict[tuple[str, str], int], usual_home: Home) -> None:
    assert touched(usual_home, receipts["harbour", "refused"]).numbers == ()


def test_a_delivery_may_be_named_by_the_number_that_people_see(
    receipts: dict[tuple[str, str], int], usual_home: Home
) -> None:
    receipt = receipts["harbour", "refused"]
    with open_published(usual_home) as connection:
        ((delivery,),) = connection.execute(
            "select delivery_key from audit.deliveries where receipt_key = ?", [receipt]
        ).fetchall()
    assert delivery != receipt
    assert touched(usual_home, delivery) == touched(usual_home, receipt)


def test_an_unknown_delivery_is_named_with_where_they_are_listed(
    usual: dict[str, Page], usual_home: Home
) -> None:
    with pytest.raises(UnknownDelivery, match=r"number 1234567, .*`rapport deliveries list --all` shows"):
        touched(usual_home, 1234567)
