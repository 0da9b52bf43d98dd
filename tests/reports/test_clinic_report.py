"""The clinic's page: what it says in each state, and that nothing of another clinic is on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest
from invented_marts import retention_summaries
from invented_network import invent
from page_reading import Page
from published_fixture import CLINICS, State, write_published_file
from published_schema import LATER_TABLES
from rendered_week import rendered_pages

from ingest.home import Home

SMALL_MILL = replace(CLINICS[-2], courses=40)
NOBODY_STOPPED = {
    "dropout_rate": "0.0",
    "dropout_rate_lower": "null",
    "dropout_rate_upper": "null",
    "crude_dropout_share": "0.0",
}
BY_ID = {clinic.clinic_id: clinic for clinic in CLINICS}
Pages = Callable[..., dict[str, Page]]


def tile(page: Page, label: str) -> str:
    (found,) = [
        " ".join(item.text.split())
        for item in page.root.all("li")
        if item.attributes.get("class") == "tile" and label in item.all("h3")[0].text
    ]
    return found


def banners(page: Page) -> list[str]:
    return [
        item.all("strong")[0].text.strip()
        for item in page.root.all("li")
        if item.attributes.get("class", "").startswith("banner")
    ]


def test_the_page_begins_with_how_far_the_data_goes(usual: dict[str, Page]) -> None:
    texts = [text for level, text in usual["north"].headings if level == 2]
    assert texts[:4] == [
        "Before you read on",
        "How far the data goes",
        "This week in a few sentences",
        "At a glance",
    ]
    assert "Appointments complete to 14 November 2026 one day before the week’s end" in usual["north"].text


def test_the_headline_says_who_stops_with_interval_and_denominator(usual: dict[str, Page]) -> None:
    courses, rate = rolling_year("north")
    pattern = (
        rf"Of {courses} courses that began in the twelve months to 15 November 2026, an estimated "
        rf"{rate * 100:.0f}\s% stopped within 180 days without an agreed ending "
        r"\(95 % interval \d+ to \d+\)\."
    )
    assert re.search(pattern, usual["north"].text)


def rolling_year(clinic_id: str) -> tuple[int, float]:
    """Courses and dropout rate of a clinic's last twelve months, as the published file has them."""
    episodes = [row for row in invent().episodes if row["clinic_id"] == clinic_id]
    (year,) = [r for r in retention_summaries(clinic_id, episodes) if r["cohort"] == "rolling_12_months"]
    return year["episodes"], year["dropout_rate"]


def test_a_difference_that_chance_can_make_isnt_called_one(usual: dict[str, Page]) -> None:
    said = r"ended without agreement; over all clinics it is 40\s%. Allowing for who comes here, that is "
    assert re.search(f"{said}where clinics usually lie", usual["north"].text)
    assert re.search(f"{said}more than chance and the usual differences", usual["harbour"].text)


def test_a_tile_has_value_interval_denominator_network_and_trend(usual: dict[str, Page]) -> None:
    text = tile(usual["north"], "Improved reliably")
    assert re.search(r"\d+\s% 95 % interval \d+ to \d+", text)
    assert re.search(r"\d+ of \d+ courses with a first and a last", text)
    assert re.search(r"\d+ of \d+ courses that ended have both", text)
    assert re.search(r"Network: 40\s% of about [\d,]+ ended courses with a first and a last form", text)
    assert re.search(r"Q\d 202\d: \d+\s%\. Q4 2026 so far: \d+\s%", text)


def test_the_curves_title_says_the_message_and_the_labels_the_values(usual: dict[str, Page]) -> None:
    page = usual["north"]
    (title,) = [c.text for c in page.root.all("figcaption") if "By session" in c.text]
    stopped, completed = re.findall(r"(\d+)\s%", title)
    (picture,) = [p for p in page.pictures if p.attributes["aria-label"].startswith("Curves by session")]
    drawn = ["".join(part for part in t.parts if isinstance(part, str)) for t in picture.all("tspan")]
    assert f"{stopped}\u00a0%" in drawn
    assert f"{completed}\u00a0%" in drawn


def test_curves_end_where_few_are_left_and_the_table_holds_every_step(usual: dict[str, Page]) -> None:
    rows = usual["north"].rows("Shares of all courses by session")
    assert rows[0] == [
        "Session",
        "Courses followed",
        "Still attending",
        "Stopped, not agreed",
        "95 % interval",
        "Ended as agreed",
        "95 % interval",
        "Other endings",
    ]
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(1, len(rows))]
    assert min(int(row[1]) for row in rows[1:]) >= 10


def test_the_parts_of_the_ended_courses_sum_to_all_of_them(usual: dict[str, Page]) -> None:
    rows = usual["north"].rows("by PHQ-9 depression")
    counts = {row[0]: tuple(int(n) for n in re.findall(r"\d+", row[1])) for row in rows[1:]}
    judged = counts["Reliably improved"][1]
    assert judged == sum(
        counts[name][0] for name in ("Reliably improved", "No reliable change", "Reliably deteriorated")
    )
    unknown, ended = counts["Not known: no first and last form"]
    assert judged + unknown == ended


def test_the_unpaired_are_bounded_by_worst_and_best_case(usual: dict[str, Page]) -> None:
    assert re.search(
        r"If none of the \d+ others improved, the share is \d+\s%; if all of them did, \d+\s%",
        usual["north"].section("outcomes"),
    )


def test_therapists_stand_in_order_of_their_label(usual: dict[str, Page]) -> None:
    for clinic in ("north", "harbour"):
        labels = [row[0] for row in usual[clinic].rows("CARE empathy by therapist")[1:]]
        assert labels == [f"Therapist {n}" for n in range(1, BY_ID[clinic].therapists + 1)]
    assert "this isn’t a ranking" in usual["north"].text


def test_a_mean_that_isnt_publishable_stands_nowhere(usual: dict[str, Page]) -> None:
    page = usual["harbour"]
    assert "No therapist’s mean can be shown yet on" in page.section("empathy")
    assert {row[-1] for row in page.rows("CARE empathy by therapist")[1:]} == {"not yet"}
    assert re.search(r"takes about \d+ clients", page.section("empathy"))


def test_a_publishable_mean_stands_with_its_interval_beside_those_that_arent(usual: dict[str, Page]) -> None:
    last = [row[-1] for row in usual["north"].rows("CARE empathy by therapist")[1:]]
    assert sum(bool(re.fullmatch(r"\d+\.\d \(\d+\.\d to \d+\.\d\)", cell)) for cell in last) == 1
    assert last.count("not yet") == len(last) - 1


def test_therapists_that_cant_be_told_apart_are_not_shown(pages_of: Pages) -> None:
    state = State(clinics=(replace(BY_ID["garden"], courses=40),))
    page = pages_of(state, "update marts.therapist_empathy set tau2 = 0", audiences=["garden"])["garden"]
    assert "Nobody can be told apart, so no mean is shown" in page.section("empathy")
    assert page.section("empathy").count("Therapist 1") == 0


@pytest.mark.parametrize(
    ("variance", "said"), [("tau2", "It takes forms about four"), ("0", "Nobody can be told")]
)
def test_too_few_therapists_for_an_interval_are_told_so(pages_of: Pages, variance: str, said: str) -> None:
    state = State(clinics=(replace(BY_ID["garden"], courses=40),))
    withheld = "is_publishable = false, lower_95 = null, upper_95 = null, reliability = 0.9"
    change = f"update marts.therapist_empathy set {withheld}, tau2 = {variance}"
    page = pages_of(state, change, audiences=["garden"])["garden"]
    assert said in page.section("empathy")
    assert "clients with a form each" not in page.section("empathy")


def test_only_main_scales_stand_on_the_page(usual: dict[str, Page]) -> None:
    assert "WAI-SR total" in usual["valley"].text
    assert "WAI-SR bond" not in usual["valley"].text


def test_a_scale_without_a_published_limit_counts_nobody_as_low(usual: dict[str, Page]) -> None:
    assert "no published limit for a low alliance" in usual["valley"].section("alliance")
    assert "Courses with a rupture" in usual["valley"].text


def test_what_is_missing_is_listed_with_whom_to_ask_what(usual: dict[str, Page]) -> None:
    text = usual["north"].section("chase")
    assert "3 rows of the last seven days’ files were refused by rule" in text
    assert "they came with something that can’t be right. Ask whoever makes the export to look at it" in text
    assert "refused-rows.xlsx" in text
    assert "2 forms belong to courses that haven’t arrived" in text
    assert "refused-rows.xlsx" not in usual["harbour"].section("chase")
    assert "One delivery of the last seven days could not be taken" in usual["harbour"].section("chase")


# --- states ---


def test_without_appointments_retention_isnt_told_and_never_zero(usual: dict[str, Page]) -> None:
    page = usual["mill"]
    assert "No appointment data is sent" in banners(page)
    text = tile(page, "Stopped within 180 days")
    assert "Not told" in text
    assert "%" not in text
    assert "0 of" not in text
    assert (
        page.section("retention")
        == "Who stays and who stops No appointment data is sent, so who stays and who stops can’t be told."
    )
    assert "sessions can’t be numbered" in page.section("alliance")
    assert "Without appointment data nothing else can tell." in page.text


def test_from_few_courses_counts_are_told_and_no_percentage(usual: dict[str, Page]) -> None:
    page = usual["quay"]
    assert "Too few courses for percentages" in banners(page)
    text = tile(page, "Stopped within 180 days")
    assert re.search(r"\d of \d Too few for a percentage of the \d courses", text)
    assert not re.search(r"interval", text)
    assert "A curve needs at least 10 courses" in page.section("retention")


def test_where_nobody_has_stopped_yet_no_interval_of_nothing_is_claimed(pages_of: Pages) -> None:
    state = State(clinics=(replace(BY_ID["garden"], courses=40),))
    bare = ", ".join(f"{name} = {value}" for name, value in NOBODY_STOPPED.items())
    page = pages_of(state, f"update marts.retention_summary set {bare}", audiences=["garden"])["garden"]
    text = tile(page, "Stopped within 180 days")
    assert re.search(r"0 of \d\d no interval can be given yet", text)
    assert "none of them stopped without an agreed ending. No interval can be given yet." in page.text
    assert "interval 0 to 0" not in page.text


def test_the_first_week_says_that_the_page_fills_over_the_months(first: dict[str, Page]) -> None:
    page = first["north"]
    assert {"The first month", "Too few courses for percentages"} <= set(banners(page))
    for section in ("alliance", "outcomes", "empathy"):
        assert "has arrived yet" in page.section(section)
    assert "Forms complete to nothing yet" in page.text


def test_invented_people_are_announced_only_where_they_are_invented(pages_of: Pages) -> None:
    state = State(clinics=(BY_ID["quay"],))
    assert "These people are invented" in banners(pages_of(state, audiences=["quay"])["quay"])
    real = replace(state, is_simulated=False)
    assert "These people are invented" not in banners(pages_of(real, audiences=["quay"])["quay"])


def test_held_marts_are_announced_first_with_their_week_and_reason(pages_of: Pages) -> None:
    page = pages_of(State(clinics=(BY_ID["quay"],), is_held=True), audiences=["quay"])["quay"]
    assert banners(page)[0] == "The figures are of an earlier week"
    assert "those of week 45/2026" in page.text
    assert "two rows have the same key" in page.text
    assert "in the twelve months to 8 November 2026" in page.text
    assert "Deliveries and checks are of that run." in page.text


def test_a_silent_clinic_is_told_when_its_last_files_came(pages_of: Pages) -> None:
    silence = "update marts.dim_clinics set last_received_at = timestamp '2026-10-30 08:00:00'"
    page = pages_of(State(clinics=(BY_ID["quay"],)), silence, audiences=["quay"])["quay"]
    assert "No delivery this week" in banners(page)
    assert "The last files arrived on 30 October 2026, 08:00 UTC" in page.text


def test_data_that_ended_weeks_ago_is_announced_with_its_age(pages_of: Pages) -> None:
    ended = "update marts.dim_clinics set appointments_until = {0}, responses_until = {0}"
    quay = State(clinics=(BY_ID["quay"],))
    page = pages_of(quay, ended.format("date '2026-10-18'"), audiences=["quay"])["quay"]
    assert "The data is old" in banners(page)
    assert "lies 28 days before the week’s end" in page.text
    page = pages_of(quay, ended.format("date '2026-10-19'"), audiences=["quay"])["quay"]
    assert "The data is old" not in banners(page)


def test_a_clinic_that_never_sent_anything_has_a_page_that_says_so(pages_of: Pages) -> None:
    state = State(clinics=(replace(BY_ID["quay"], courses=0, scales=()), SMALL_MILL))
    never = "update marts.dim_clinics set last_received_at = null where clinic_id = 'quay'"
    page = pages_of(state, never, audiences=["quay"])["quay"]
    assert "Nothing has arrived yet" in banners(page)
    assert "Last delivery nothing yet" in page.text


def test_nothing_to_chase_is_said_rather_than_left_out(usual: dict[str, Page]) -> None:
    assert "Nothing to chase this week" in usual["quay"].section("chase")


def test_forms_and_homework_stand_where_the_file_has_them(pages_of: Pages, usual: dict[str, Page]) -> None:
    assert "Forms and homework" not in usual["quay"].text
    page = pages_of(
        State(clinics=(replace(BY_ID["valley"], courses=40),)),
        *(f"create or replace table {name} ({columns})" for name, columns in LATER_TABLES.items()),
        """insert into marts.fct_expected_forms by name
        select 'valley' as clinic_id, i as episode_key, 'phq9' as instrument_id, date '2026-10-01' as due_on,
            case when i < 30 then 'received' when i < 36 then 'missing' else 'declined' end as state
        from range(40) as r (i)""",
        """insert into marts.fct_adherence by name
        select clinic_id, episode_key, 0.5 + (episode_key % 3) / 10.0 as homework_share_client
        from marts.fct_episodes""",
        audiences=["valley"],
    )["valley"]
    text = page.section("adherence")
    assert "30 of 40 forms that were due in the last twelve months came with a score (75 %)" in text.replace(
        "\u00a0", " "
    )
    assert re.search(r"Clients rate how far homework was done at 61\s% of the scale on average", text)
    assert "Therapists rate" not in text


def test_what_else_is_rated_stands_with_its_interval_and_range(
    pages_of: Pages, usual: dict[str, Page]
) -> None:
    assert "What else is rated" not in usual["quay"].text
    page = pages_of(
        State(clinics=(replace(BY_ID["valley"], courses=40),)),
        *(f"create table if not exists {name} ({columns})" for name, columns in LATER_TABLES.items()),
        """insert into marts.dim_scales by name
        select unnest(['csq8', 'icb']) as scale_id, unnest(['CSQ-8', 'ICB mean']) as scale_name,
            unnest([8.0, 1.0]) as minimum, unnest([32.0, 5.0]) as maximum, 'better' as higher_is""",
        """insert into marts.fct_process_scores by name
        select clinic_id, episode_key, 'csq8' as scale_id, 'client' as respondent,
            'satisfaction' as construct, 24.0 + episode_key % 3 as mean
        from marts.fct_episodes order by episode_key limit 30""",
        """insert into marts.fct_process_scores by name
        select clinic_id, episode_key, 'icb' as scale_id, 'observer' as respondent,
            'countertransference' as construct, 2.0 as mean
        from marts.fct_episodes order by episode_key limit 3""",
        audiences=["valley"],
    )["valley"]
    text = page.section("also-rated").replace("\u00a0", " ")
    assert re.search(r"CSQ-8, rated by the client: 2[45]\.\d on average on a scale from 8.* to 32", text), (
        text
    )
    assert re.search(r"95 % interval 2\d\.\d to 2\d\.\d, 23 courses", text), text
    assert "ICB mean, rated by an observer: 3 courses, too few for an average" in text


# --- nobody else's figures ---


def test_no_other_clinic_is_named(usual: dict[str, Page]) -> None:
    for clinic in CLINICS:
        for other in CLINICS:
            if other is not clinic:
                assert other.name not in usual[clinic.clinic_id].source
                assert f">{other.clinic_id}<" not in usual[clinic.clinic_id].source


def test_no_key_of_anybody_is_on_any_page(usual: dict[str, Page]) -> None:
    for page in usual.values():
        assert not re.search(r"\b\d{12,}\b", page.source)


def test_other_clinics_data_changes_nothing_where_no_network_figure_is_allowed(pages_of: Pages) -> None:
    north = replace(BY_ID["north"], courses=40, scales=("phq9", "srs"))
    state = State(clinics=(north, replace(BY_ID["harbour"], courses=20)), minimum_clinics=99)
    page = pages_of(state, audiences=["north"])["north"]
    assert "No line of the network is drawn" in page.text
    others = replace(BY_ID["harbour"], courses=30, dropout_hazard=0.3)
    assert (
        pages_of(replace(state, clinics=(north, others)), audiences=["north"])["north"].source == page.source
    )


def test_own_identifiers_stand_in_the_clinics_own_page_and_nowhere_else(tmp_path: Path) -> None:
    from ingest.pseudonyms import KeyKind
    from ingest.secrets import create_secrets, load_secrets
    from ingest.vault import open_vault

    home = Home(tmp_path)
    write_published_file(home.published_file, State(clinics=(BY_ID["quay"], SMALL_MILL)))
    with duckdb.connect(str(home.published_file), read_only=True) as connection:
        rows = connection.execute(
            "select therapist_key from marts.dim_therapists where clinic_id = 'mill' order by 1"
        ).fetchall()
    create_secrets(home)
    vault = open_vault(home, "mill", load_secrets(home).vault_key)
    names = [f"Dr Secret {number}" for number in (10, 9, 2)]
    vault.add_identities(
        KeyKind.THERAPIST, pl.DataFrame({"key": [row[0] for row in rows[:3]], "local_id": names})
    )
    vault.save()
    pages = rendered_pages(home)
    labels = [row[0] for row in pages["mill"].rows("CARE empathy by therapist")[1:]]
    assert labels == ["Dr Secret 2", "Dr Secret 9", "Dr Secret 10", "Therapist 1"]
    for audience in ("quay", "network", "quality"):
        assert "Secret" not in pages[audience].source


def test_a_vault_that_cant_be_opened_costs_the_names_and_not_the_page(tmp_path: Path) -> None:
    from ingest.secrets import create_secrets

    home = Home(tmp_path)
    write_published_file(home.published_file, State(clinics=(SMALL_MILL,)))
    create_secrets(home)
    home.vault.mkdir()
    (home.vault / "mill.vault").write_bytes(b"not a vault")
    page = rendered_pages(home, ["mill"])["mill"]
    assert "Clients and therapists appear by number" in banners(page)
    assert "Therapist 1" in page.text
