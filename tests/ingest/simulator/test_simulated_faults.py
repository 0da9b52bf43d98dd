"""The dirt: as much of it as asked for, where the truth says, and counted as the truth says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from simulated_files import read_all, read_cells, truth_table

from ingest.configuration.clinic import Export
from ingest.configuration.registry import Registry, load_registry
from ingest.home import Home
from ingest.simulator import Dirt, SimulatedNetwork, Simulation, write_home

COUNTED = (
    ("thornbeck", "duplicate_row", "duplicate_rows", 1),
    ("thornbeck", "corrected_later", "corrected_forms", 1),
    ("thornbeck", "correction", "corrected_forms", 1),
    ("thornbeck", "unreadable_date", "unreadable_dates", 1),
    ("thornbeck", "out_of_range_item", "out_of_range_items", 1),
    ("thornbeck", "unmapped_code", "unmapped_codes", 1),
    ("thornbeck", "short_row", "short_rows", 1),
    ("thornbeck", "blank_row", "blank_rows", 1),
    ("thornbeck", "test_client", "test_clients", 3),  # in three kinds of file
    ("thornbeck", "wrong_total", "wrong_totals", 1),
    ("thornbeck", "late_episode", "late_episodes", 1),
    ("ulmenried", "withdrawn_later", "withdrawn_episodes", 3),  # each stands in three lists
    ("ulmenried", "late_episode", "late_episodes", 1),
    ("marlmere", "out_of_range_item", "out_of_range_items", 1),
    ("vantholt", "unreadable_date", "unreadable_dates", 1),
    ("fennimoor", "unmapped_code", "unmapped_codes", 1),
)


@pytest.fixture(scope="module")
def registry(whole_home: Home) -> Registry:
    return load_registry(whole_home)


@pytest.fixture(scope="module")
def faults(whole_home: Home) -> pl.DataFrame:
    return truth_table(whole_home, "faults")


def hit(faults: pl.DataFrame, kind: str) -> list[tuple[str, str, int, str]]:
    """Clinic, file, row and first export concerned of every fault of one kind."""
    found = faults.filter(pl.col("kind") == kind)
    assert not found.is_empty()
    return found.select("clinic_id", "file_name", "source_row", pl.col("exports").list.first()).rows()


def cells(home: Home, registry: Registry, place: tuple[str, str, int, str]) -> dict[str, str]:
    """Read the row at one place, by the header's names."""
    clinic_id, name, number, export = place
    header, *rows = read_cells(home.inbox / clinic_id / name, export_of(registry, clinic_id, export))
    return dict(zip(header, rows[number - 2], strict=False))


def export_of(registry: Registry, clinic_id: str, name: str) -> Export:
    return next(export for export in registry.clinics[clinic_id].exports if export.name == name)


@pytest.mark.parametrize(("clinic_id", "kind", "parameter", "times"), COUNTED)
def test_there_is_as_much_dirt_as_asked_for(
    faults: pl.DataFrame, clinic_id: str, kind: str, parameter: str, times: int
) -> None:
    found = faults.filter((pl.col("clinic_id") == clinic_id) & (pl.col("kind") == kind)).height
    assert found == times * getattr(Dirt(), parameter)


def test_clean_exports_have_no_fault_and_no_file_twice(tmp_path: Path) -> None:
    write_home(Simulation(seed=51, months=3, clients_per_month=8, dirt=Dirt.none()), Home(tmp_path))
    assert truth_table(Home(tmp_path), "faults").is_empty()
    accounts = truth_table(Home(tmp_path), "accounts")
    assert set(accounts["state"]) == {"landed", "skipped", "duplicate"}
    assert set(accounts.filter(pl.col("state") == "skipped")["reason"]) == {"other_rows"}
    files = truth_table(Home(tmp_path), "files")
    assert set(files.filter(pl.col("clinic_id") != "vantholt")["status"]) == {"accepted"}


def test_every_account_balances(whole_home: Home) -> None:
    files = truth_table(whole_home, "files").explode("exports")
    sums = (
        truth_table(whole_home, "accounts")
        .group_by("clinic_id", "file_name", "export_name")
        .agg(pl.col("rows").sum().alias("accounted"), pl.col("rows").null_count().alias("uncounted"))
    )
    table = files.join(
        sums,
        left_on=["clinic_id", "file_name", "exports"],
        right_on=["clinic_id", "file_name", "export_name"],
        how="full",
    )
    assert table.height == files.height == sums.height
    counted = table.filter(pl.col("status") != "refused")
    assert counted.filter(pl.col("rows") != pl.col("accounted")).is_empty()
    assert table.filter(pl.col("status") == "refused")["uncounted"].to_list() == [1]


def test_a_repeated_row_stands_below_itself(
    whole_home: Home, registry: Registry, faults: pl.DataFrame
) -> None:
    for clinic_id, name, number, export in hit(faults, "duplicate_row"):
        _, *rows = read_cells(whole_home.inbox / clinic_id / name, export_of(registry, clinic_id, export))
        assert rows[number - 2] == rows[number - 3]


def test_blank_rows_hold_nothing(whole_home: Home, registry: Registry, faults: pl.DataFrame) -> None:
    for place in hit(faults, "blank_row"):
        assert set(cells(whole_home, registry, place).values()) == {""}


def test_test_clients_are_named_in_skip_values(
    whole_home: Home, registry: Registry, faults: pl.DataFrame
) -> None:
    for place in hit(faults, "test_client"):
        row = cells(whole_home, registry, place)
        skipped = export_of(registry, place[0], place[3]).skip_values
        assert any(row[column] in values for column, values in skipped.items())


def test_short_rows_lack_fields_and_are_the_only_ones_that_do(
    whole_home: Home, registry: Registry, faults: pl.DataFrame
) -> None:
    files = truth_table(whole_home, "files").filter(pl.col("status") == "accepted")
    short = []
    for clinic_id, name, exports in files.select("clinic_id", "file_name", "exports").iter_rows():
        export = export_of(registry, clinic_id, exports[0])
        header, *rows = read_cells(whole_home.inbox / clinic_id / name, export)
        short += [(clinic_id, name, number) for number, row in enumerate(rows, 2) if len(row) != len(header)]
    assert sorted(short) == sorted(place[:3] for place in hit(faults, "short_row"))


def test_unreadable_dates_are_on_no_calendar(
    whole_home: Home, registry: Registry, faults: pl.DataFrame
) -> None:
    formats = ("%d/%m/%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d %H:%M")
    for place in hit(faults, "unreadable_date"):
        column = (
            export_of(registry, place[0], place[3]).mapped_columns().get("completed_at", ("completed_at",))
        )
        text = cells(whole_home, registry, place)[column[0]]
        assert text
        for form in formats:
            with pytest.raises(ValueError):
                dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC)


def test_items_out_of_range_are_above_what_the_form_offers(
    whole_home: Home, registry: Registry, faults: pl.DataFrame
) -> None:
    for clinic_id, name, number, export_name in hit(faults, "out_of_range_item"):
        export = export_of(registry, clinic_id, export_name)
        row = cells(whole_home, registry, (clinic_id, name, number, export_name))
        instrument = registry.instrument(export.instrument or export.values["instrument"][row["instrument"]])
        assert instrument is not None
        columns = export.mapped_columns().get("items", tuple(c for c in row if c.startswith("item_")))
        empty = {*export.options.null_values, *export.items_missing}
        answers = [float(row[c].replace(",", ".")) for c in columns if row[c] not in empty]
        assert max(answers) > instrument.items.maximum


def test_what_is_mended_follows_sound_a_week_later(faults: pl.DataFrame, whole_home: Home) -> None:
    dated = faults.join(
        truth_table(whole_home, "files").select("clinic_id", "file_name", "exported_on"),
        on=["clinic_id", "file_name"],
    )
    broken = dated.filter("is_mended")
    mended = dated.filter(pl.col("kind") == "mended")
    assert broken.height == mended.height > 0
    pairs = broken.join(mended, on=["clinic_id", "entity", "exports"], how="inner")
    assert pairs.height == broken.height
    assert set((pairs["exported_on_right"] - pairs["exported_on"]).dt.total_days()) == {7}


def test_a_file_in_the_wrong_encoding_cannot_be_read_and_is_sent_again_the_day_after(
    whole_home: Home, registry: Registry
) -> None:
    files = truth_table(whole_home, "files")
    wrong = files.filter(pl.col("status") == "refused").row(0, named=True)
    export = export_of(registry, wrong["clinic_id"], wrong["exports"][0])
    inbox = whole_home.inbox / wrong["clinic_id"]
    with pytest.raises(UnicodeDecodeError):
        read_cells(inbox / wrong["file_name"], export)
    again = files.filter(
        (pl.col("exports") == pl.lit([export.name]))
        & (pl.col("placed_on") == wrong["placed_on"] + dt.timedelta(days=1))
    )
    assert again["rows"].to_list() == [wrong["rows"]]
    text = (inbox / wrong["file_name"]).read_bytes().decode("cp1252")
    assert text == (inbox / again["file_name"][0]).read_bytes().decode("utf-8")


def test_files_sent_twice_have_equal_bytes(whole_home: Home, small_network: SimulatedNetwork) -> None:
    twice = truth_table(whole_home, "files").filter(
        (pl.col("status") == "redelivered") & pl.col("file_name").str.contains("_again")
    )
    per_clinic = dict(twice.group_by("clinic_id").len().iter_rows())
    resent = small_network.parameters.dirt.resent_files
    assert per_clinic == dict.fromkeys(
        ("thornbeck", "ulmenried", "marlmere", "vantholt", "fennimoor"), resent
    )
    for clinic_id, name in twice.select("clinic_id", "file_name").iter_rows():
        copy = whole_home.inbox / clinic_id / name
        assert copy.read_bytes() == copy.with_name(name.replace("_again", "")).read_bytes()


def test_forms_arrive_before_their_late_courses(
    whole_home: Home, registry: Registry, faults: pl.DataFrame
) -> None:
    late = faults.filter((pl.col("kind") == "late_episode") & (pl.col("clinic_id") == "thornbeck"))
    episodes = truth_table(whole_home, "episodes").filter(pl.col("clinic_id") == "thornbeck")
    files = truth_table(whole_home, "files").filter(pl.col("clinic_id") == "thornbeck")
    table = late.join(episodes.select("episode", "episode_id"), left_on="entity", right_on="episode")
    table = table.join(files.select("file_name", "exported_on"), on="file_name")
    assert table.height == late.height
    for export in ("phq9", "gad7", "srs"):
        sent = files.filter((pl.col("exports") == pl.lit([export])) & (pl.col("status") == "accepted"))
        mapping = export_of(registry, "thornbeck", export)
        forms = read_all(whole_home, "thornbeck", mapping, sent["file_name"].to_list())
        first = forms.join(sent, on="file_name").group_by("CaseRef").agg(pl.col("exported_on").min())
        table = table.join(first, left_on="episode_id", right_on="CaseRef", how="left", suffix=f"_{export}")
    earliest = pl.min_horizontal(pl.col("^exported_on_.*$"))
    assert table.filter(earliest < pl.col("exported_on")).height == late.height


def test_corrections_put_the_true_answer_right(
    whole_home: Home, registry: Registry, faults: pl.DataFrame
) -> None:
    export = export_of(registry, "thornbeck", "phq9")
    truth = truth_table(whole_home, "responses").filter(pl.col("clinic_id") == "thornbeck")
    for kind, is_true in (("corrected_later", False), ("correction", True)):
        chosen = faults.filter((pl.col("kind") == kind) & (pl.col("clinic_id") == "thornbeck"))
        for name, number, entity in chosen.select("file_name", "source_row", "entity").iter_rows():
            row = cells(whole_home, registry, ("thornbeck", name, number, export.name))
            items = truth.filter(pl.col("response") == entity)["items"].item().to_list()
            assert (int(row["q1"]) == items[0]) is is_true


def test_late_forms_are_a_small_share_and_weeks_late(
    whole_home: Home, faults: pl.DataFrame, small_network: SimulatedNetwork
) -> None:
    late = faults.filter(pl.col("kind") == "late_form")
    own = small_network.responses.filter(pl.col("clinic_id") != "marlmere")
    assert late.height / own.height == pytest.approx(Dirt().late_share, abs=0.006)
    dated = late.join(
        truth_table(whole_home, "files").select("clinic_id", "file_name", "exported_on"),
        on=["clinic_id", "file_name"],
    ).join(own, left_on=["clinic_id", "entity"], right_on=["clinic_id", "response"])
    days = (dated["exported_on"] - dated["completed_at"].dt.date()).dt.total_days()
    assert 14 <= days.min() <= days.max() <= 49
