"""What is on disk: it reads as each clinic's YAML says, and it says what the tidy tables say."""

from __future__ import annotations

import datetime as dt
import fnmatch
import hashlib
import itertools
from pathlib import Path

import polars as pl
import pytest
from simulated_files import date_in_name, read_all, read_cells, truth_table

from ingest.canonical import Feed
from ingest.configuration.clinic import Clinic, Export
from ingest.configuration.registry import Registry, load_registry
from ingest.home import Home
from ingest.simulator import SimulatedNetwork, Simulation, deliver, delivery_days, simulate, write_home

CLINICS = ("thornbeck", "ulmenried", "marlmere", "vantholt", "cedar_notch", "fennimoor")
SMALL = Simulation(seed=41, months=3, clients_per_month=8)


@pytest.fixture(scope="module")
def registry(whole_home: Home) -> Registry:
    return load_registry(whole_home)


def accepted(home: Home, clinic_id: str, export: str) -> list[str]:
    files = truth_table(home, "files").filter(
        (pl.col("clinic_id") == clinic_id)
        & pl.col("exports").list.contains(export)
        & (pl.col("status") == "accepted")
    )
    return files.sort("exported_on", "file_name")["file_name"].to_list()


def named(clinic: Clinic, name: str) -> Export:
    return next(export for export in clinic.exports if export.name == name)


def last_versions(home: Home, clinic: Clinic, export: Export, key: list[str]) -> pl.DataFrame:
    """Read an export whole and keep what a warehouse should: the last version of each sound row."""
    rows = read_all(home, clinic.clinic, export, accepted(home, clinic.clinic, export.name))
    faults = truth_table(home, "faults").filter(
        (pl.col("clinic_id") == clinic.clinic)
        & pl.col("exports").list.contains(export.name)
        & pl.col("kind").is_in(
            ["unreadable_date", "out_of_range_item", "unmapped_code", "short_row", "blank_row", "test_client"]
        )
    )
    sound = rows.join(faults, on=["file_name", "source_row"], how="anti", maintain_order="left")
    for column, values in export.where.items():
        sound = sound.filter(pl.col(column).is_in(values))
    return sound.unique(key, keep="last", maintain_order=True)


def test_every_clinics_yaml_loads_and_is_a_registry(registry: Registry) -> None:
    assert sorted(registry.clinics) == sorted(CLINICS)
    assert registry.network.simulated
    for clinic in registry.clinics.values():
        assert clinic.protocol
        assert {Feed.CLIENTS, Feed.EPISODES, Feed.RESPONSES} <= {export.feed for export in clinic.exports}


def test_one_clinic_has_no_appointment_data(registry: Registry) -> None:
    lacking = [
        name
        for name, clinic in registry.clinics.items()
        if all(export.feed is not Feed.APPOINTMENTS for export in clinic.exports)
    ]
    assert lacking == ["fennimoor"]


def test_clinic_files_explain_themselves(whole_home: Home) -> None:
    for clinic_id in CLINICS:
        text = whole_home.clinic_file(clinic_id).read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert "$" not in text
        assert max(len(line) for line in text.splitlines()) <= 110


@pytest.mark.parametrize("clinic_id", CLINICS)
def test_every_file_belongs_to_the_exports_that_the_truth_names(
    whole_home: Home, registry: Registry, inbox_files: dict[str, dict[str, Path]], clinic_id: str
) -> None:
    files = truth_table(whole_home, "files").filter(pl.col("clinic_id") == clinic_id)
    assert sorted(files["file_name"]) == sorted(inbox_files[clinic_id])
    for name, expected in files.select("file_name", "exports").iter_rows():
        matching = [
            export.name
            for export in registry.clinics[clinic_id].exports
            if fnmatch.fnmatchcase(name, export.files)
        ]
        assert matching == expected, name


@pytest.mark.parametrize("clinic_id", CLINICS)
def test_every_file_reads_with_the_declared_dialect_and_has_the_mapped_columns(
    whole_home: Home, registry: Registry, clinic_id: str
) -> None:
    files = truth_table(whole_home, "files").filter(
        (pl.col("clinic_id") == clinic_id) & (pl.col("status") != "refused")
    )
    rows = dict(files.select("file_name", "rows").iter_rows())
    for export in registry.clinics[clinic_id].exports:
        wanted = {source for sources in export.mapped_columns().values() for source in sources}
        wanted |= set(export.where) | set(export.skip_values)
        names = [name for name in rows if fnmatch.fnmatchcase(name, export.files)]
        assert names
        for name in names:
            header, *cells = read_cells(whole_home.inbox / clinic_id / name, export)
            assert wanted <= set(header)
            assert len(header) > 2
            assert len(cells) == rows[name]


@pytest.mark.parametrize("clinic_id", CLINICS)
def test_file_names_and_times_say_when_they_were_exported(
    whole_home: Home, registry: Registry, clinic_id: str
) -> None:
    files = truth_table(whole_home, "files").filter(pl.col("clinic_id") == clinic_id)
    for name, exported_on, status in files.select("file_name", "exported_on", "status").iter_rows():
        written = dt.datetime.fromtimestamp((whole_home.inbox / clinic_id / name).stat().st_mtime, tz=dt.UTC)
        assert written.date() == exported_on
        for export in registry.clinics[clinic_id].exports:
            by_name = export.exported_at_pattern and fnmatch.fnmatchcase(name, export.files)
            if by_name and status != "redelivered":
                assert date_in_name(name, export.exported_at_pattern) == exported_on


@pytest.mark.parametrize("clinic_id", CLINICS)
def test_every_code_is_mapped_or_declared_except_the_faulty_ones(
    whole_home: Home, registry: Registry, clinic_id: str
) -> None:
    clinic = registry.clinics[clinic_id]
    faults = truth_table(whole_home, "faults").filter(
        (pl.col("clinic_id") == clinic_id) & pl.col("kind").is_in(["unmapped_code", "test_client"])
    )
    unknown = 0
    for export in clinic.exports:
        rows = read_all(whole_home, clinic_id, export, accepted(whole_home, clinic_id, export.name))
        rows = rows.join(faults, on=["file_name", "source_row"], how="anti")
        for column, codes in export.values.items():
            source = export.mapped_columns().get(column, (column,))[0]
            allowed = {*codes, *export.options.null_values, ""}
            unknown += rows.filter(~pl.col(source).is_in(list(allowed))).height
    assert unknown == 0


def test_phq9_answers_and_totals_of_the_british_clinic_are_the_true_ones(
    whole_home: Home, registry: Registry, small_network: SimulatedNetwork
) -> None:
    clinic = registry.clinics["thornbeck"]
    read = last_versions(whole_home, clinic, named(clinic, "phq9"), ["FormID"])
    truth = small_network.parts[0].forms["phq9"]
    both = read.join(truth, left_on="FormID", right_on="response_id", how="inner")
    lost = small_network.parameters.dirt.out_of_range_items
    assert both.height == truth.height - lost
    for number in range(1, 10):
        value = pl.col(f"q{number}").replace({"": "-1"}).cast(pl.Int16)
        assert both.filter(value != pl.col(f"item_{number}")).is_empty()
    assert both.filter(
        pl.col("Completed").str.to_datetime("%d/%m/%Y %H:%M", time_unit="us") != pl.col("completed_at")
    ).is_empty()
    wrong = both.filter(pl.col("Total").replace({"": None}).cast(pl.Int64) != pl.col("total"))
    assert wrong.height == small_network.parameters.dirt.wrong_totals


def test_ors_lines_of_the_german_clinic_have_decimal_commas(
    whole_home: Home, registry: Registry, small_network: SimulatedNetwork
) -> None:
    clinic = registry.clinics["ulmenried"]
    read = last_versions(whole_home, clinic, named(clinic, "ors"), ["Bogen"])
    truth = small_network.parts[1].forms["ors_adult"]
    both = read.join(truth, left_on="Bogen", right_on="response_id", how="inner")
    assert both.height == truth.height - small_network.parameters.dirt.out_of_range_items
    for number in range(1, 5):
        text = pl.col(f"Linie{number}")
        filled = both.filter(text != "")
        assert filled[f"Linie{number}"].str.contains(r"^\d{1,2},\d$").all()
        assert filled.filter(text.str.replace(",", "").cast(pl.Int16) != pl.col(f"item_{number}")).is_empty()


def test_core_10_answers_of_the_flat_clinic_stand_in_their_sessions_row(
    whole_home: Home, registry: Registry, small_network: SimulatedNetwork
) -> None:
    clinic = registry.clinics["marlmere"]
    read = last_versions(whole_home, clinic, named(clinic, "core_10"), ["case_no", "session_no"])
    part = small_network.parts[2]
    places = part.appointments.select(
        "appointment", pl.col("place_in_episode").cast(pl.String).alias("session_no")
    )
    truth = part.forms["core_10"].join(places, on="appointment")
    both = read.join(truth, left_on=["case_no", "session_no"], right_on=["episode_id", "session_no"])
    assert both.height == truth.height - small_network.parameters.dirt.out_of_range_items
    for number in range(1, 11):
        value = pl.col(f"core_{number:02d}").replace({"NA": "-1"}).cast(pl.Int16)
        assert both.filter(value != pl.col(f"item_{number}")).is_empty()


def test_the_long_file_holds_all_questionnaires_and_some_bare_totals(
    whole_home: Home, registry: Registry, small_network: SimulatedNetwork
) -> None:
    clinic = registry.clinics["vantholt"]
    read = last_versions(
        whole_home, clinic, named(clinic, "forms"), ["episode_id", "instrument", "completed_at"]
    )
    truth = small_network.parts[3].responses
    counts = dict(read.group_by("instrument").len().iter_rows())
    expected = dict(truth.group_by("instrument").len().iter_rows())
    lost = small_network.parameters.dirt.out_of_range_items
    assert sum(counts.values()) == sum(expected.values()) - lost
    assert set(counts) == {"PHQ-9", "WAI-SR", "CARE"}
    bare = read.filter((pl.col("item_1") == "-99") & (pl.col("total") != "-99"))
    assert set(bare["instrument"]) == {"PHQ-9"}
    assert bare.height == truth["is_total_only"].sum()


def test_times_of_the_survey_tool_are_in_utc(
    whole_home: Home, registry: Registry, small_network: SimulatedNetwork
) -> None:
    clinic = registry.clinics["fennimoor"]
    read = last_versions(whole_home, clinic, named(clinic, "phq9"), ["ResponseId"])
    truth = small_network.parts[5].forms["phq9"]
    both = read.join(truth, left_on="ResponseId", right_on="response_id")
    assert both.height == truth.height
    local = pl.col("EndDate").str.to_datetime("%Y-%m-%dT%H:%M:%S%Z", time_zone="UTC", time_unit="us")
    local = local.dt.convert_time_zone("Europe/London").dt.replace_time_zone(None)
    assert both.filter(local != pl.col("completed_at")).is_empty()
    assert (both["EndDate"].str.slice(11, 5) != both["completed_at"].dt.strftime("%H:%M")).any()


def test_declined_forms_are_rows_with_a_reason_and_no_answers(
    whole_home: Home, registry: Registry, small_network: SimulatedNetwork
) -> None:
    clinic = registry.clinics["fennimoor"]
    read = last_versions(whole_home, clinic, named(clinic, "phq9"), ["ResponseId"])
    declined = read.filter(pl.col("skipped") != "")
    assert declined.height == small_network.parts[5].forms["phq9"]["not_given_reason"].count() > 10
    assert declined.select(pl.any_horizontal(pl.col("^phq_.*$") != "")).sum().item() == 0


def test_the_last_version_of_each_course_is_what_is_recorded(
    whole_home: Home, registry: Registry, small_network: SimulatedNetwork
) -> None:
    clinic = registry.clinics["thornbeck"]
    read = last_versions(whole_home, clinic, named(clinic, "cases"), ["CaseRef"])
    both = read.join(small_network.parts[0].episodes, left_on="CaseRef", right_on="episode_id", how="full")
    assert both.height == read.height == small_network.parts[0].episodes.height
    ended = pl.col("EndDate").replace({"": None}).str.to_date("%d/%m/%Y")
    assert both.filter(ended.ne_missing(pl.col("end_date"))).is_empty()
    reason = pl.col("EndCode").replace_strict(
        named(clinic, "cases").values["end_reason"], default=None, return_dtype=pl.String
    )
    assert both.filter(reason.ne_missing(pl.col("end_reason"))).is_empty()


def test_appointments_are_first_exported_as_scheduled_and_then_with_what_became_of_them(
    whole_home: Home, registry: Registry, small_network: SimulatedNetwork
) -> None:
    clinic = registry.clinics["ulmenried"]
    export = named(clinic, "termine")
    rows = read_all(whole_home, "ulmenried", export, accepted(whole_home, "ulmenried", "termine"))
    booked = rows.filter(pl.col("Status") == "G")["Terminnummer"]
    assert booked.len() > 200
    read = last_versions(whole_home, clinic, export, ["Terminnummer"])
    status = pl.col("Status").replace_strict(export.values["status"], return_dtype=pl.String)
    both = read.join(small_network.parts[1].appointments, left_on="Terminnummer", right_on="appointment_id")
    assert both.filter(status != pl.col("status")).is_empty()
    held = small_network.parts[1].appointments.filter(pl.col("status") != "scheduled")
    assert held.join(both, on="appointment", how="anti").is_empty()


def test_snapshots_hold_every_known_course_and_lose_only_those_entered_in_error(
    whole_home: Home, registry: Registry, small_network: SimulatedNetwork
) -> None:
    clinic = registry.clinics["ulmenried"]
    names = accepted(whole_home, "ulmenried", "faelle")
    rows = read_all(whole_home, "ulmenried", named(clinic, "faelle"), names)
    lists = rows.group_by("file_name").agg(pl.col("Fallnummer")).sort("file_name")["Fallnummer"].to_list()
    lost = [case for before, after in itertools.pairwise(lists) for case in {*before} - {*after}]
    known = small_network.parts[1].episodes["episode_id"]
    assert len(lost) == small_network.parameters.dirt.withdrawn_episodes
    assert not set(lost) & set(known)
    assert set(lists[-1]) == set(known)


def test_deliveries_brought_one_after_another_are_the_same_as_all_at_once(
    tmp_path: Path, small_network: SimulatedNetwork, inbox_files: dict[str, dict[str, Path]]
) -> None:
    home, days = Home(tmp_path / "home"), delivery_days(small_network.parameters)
    home.root.mkdir()
    write_home(small_network, home, until=days[-4])
    before = contents(home)
    assert all(file_day <= days[-4] for file_day in written_on(home))
    brought = deliver(small_network, home, after=days[-4], until=days[-1])
    assert brought
    assert not {path.relative_to(home.root).as_posix() for path in brought} & set(before)
    expected = {path.name: digest(path) for files in inbox_files.values() for path in files.values()}
    assert {Path(name).name: found for name, found in contents(home).items()} == expected


def test_equal_parameters_give_equal_bytes_whether_in_memory_or_clinic_by_clinic(tmp_path: Path) -> None:
    for name, source in (("memory", simulate(SMALL)), ("streamed", SMALL)):
        (tmp_path / name).mkdir()
        write_home(source, Home(tmp_path / name))
    first, second = (everything(tmp_path / name) for name in ("memory", "streamed"))
    assert len(first) > 100
    assert first == second


def test_a_backlog_comes_in_one_first_file(tmp_path: Path) -> None:
    parameters = Simulation(seed=42, clinics=1, months=6, clients_per_month=6, backlog_months=5)
    write_home(parameters, Home(tmp_path))
    files = truth_table(Home(tmp_path), "files").filter(
        pl.col("exports").list.contains("phq9") & (pl.col("status") == "accepted")
    )
    assert 4 <= files.height <= 6
    assert files.sort("exported_on")["rows"][0] > files["rows"].sum() / 2


def contents(home: Home) -> dict[str, str]:
    return {
        path.relative_to(home.root).as_posix(): digest(path)
        for path in sorted(home.inbox.rglob("*"))
        if path.is_file()
    }


def everything(root: Path) -> dict[str, tuple[str, float]]:
    inbox = root / "inbox"
    return {
        path.relative_to(root).as_posix(): (
            digest(path),
            path.stat().st_mtime if path.is_relative_to(inbox) else 0,
        )
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def written_on(home: Home) -> list[dt.date]:
    return [
        dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC).date()
        for path in home.inbox.rglob("*")
        if path.is_file()
    ]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
