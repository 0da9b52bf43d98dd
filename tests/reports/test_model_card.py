"""The model card: it opens, says whether the model is used, and tells nobody's numbers."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from page_reading import read_page
from published_fixture import write_published_file

from ingest.home import Home
from reports.laying_out import Desk
from reports.model_card.report import model_card
from reports.publication import open_publication

VALIDATED = """
create table marts.risk_models as select 'W46-1' as model_version, '2026-W46' as week, true as is_in_force,
    'hazard' as kind, {refused} as refused, 'garden' as refused_clinics,
    date '2025-06-02' as trained_from,
    date '2026-08-03' as trained_until, 4321::bigint as weeks, 400::bigint as episodes,
    90::bigint as dropouts,
    0.1 as calibration_intercept, 0.9 as calibration_slope, 'abcdef0123456789ff' as fingerprint,
    7::bigint as seed;
create table marts.risk_validation as
    select 'W46-1' as model_version, * replace (value::double as value, threshold::double as threshold)
    from (values
    ('later_weeks', 'hazard', 'network', 'network', 'auc', 0.0, 0.78, 0.75, 0.81, 100::bigint, 40::bigint),
    ('later_weeks', 'hazard', 'network', 'network', 'net_benefit', 0.1, 0.05, null, null, 100, 40),
    ('later_weeks', 'hazard', 'network', 'network', 'net_benefit', 0.2, {at_a_fifth}, null, null, 100, 40),
    ('later_weeks', 'last_missed_rule', 'network', 'network', 'net_benefit', 0.1, 0.031, null, null, 100, 40),
    ('later_weeks', 'last_missed_rule', 'network', 'network', 'net_benefit', 0.2, 0.01, null, null, 100, 40),
    ('later_weeks', 'base_rate', 'network', 'network', 'net_benefit_of_calling_all', 0.1, 0.02,
     null, null, 100, 40),
    ('later_weeks', 'base_rate', 'network', 'network', 'net_benefit_of_calling_all', 0.2, -0.1,
     null, null, 100, 40),
    ('later_weeks', 'hazard', 'clinic', 'garden', 'observed', 0.0, 0.2, null, null, 60, 20),
    ('later_weeks', 'hazard', 'clinic', 'garden', 'calibration_slope', 0.0, 0.61, 0.4, 0.8, 60, 20),
    ('later_weeks', 'hazard', 'gender', 'nonbinary', 'observed', 0.0, 0.333, null, null, 9, 3),
    ('later_weeks', 'hazard', 'gender', 'nonbinary', 'calibration_slope', 0.0, 7.77, 0.1, 9.0, 9, 3)
) as v (scheme, predictor, scope, scope_value, metric, threshold, value, lower, upper, episodes, dropouts);
create table marts.risk_coefficients as select 'W46-1' as model_version, * from (values
    ('intercept', -2.0, null, null), ('weeks_overdue', 0.31, 0.4, 0.9)
) as v (term, coefficient, mean, standard_deviation);
create table marts.risk_drift as select
    'W46-1' as model_version, 'predictor' as kind, 'weeks_overdue' as name,
    1.0 as now, 0.4 as in_training, 0.67 as difference, true as has_drifted;
create table marts.risk_outcomes as select 'W46-1' as model_version, 'clinic' || (n % 4) as clinic_id,
    '2026-W40' as week, if(n < 30, 'dropped_out', if(n < 32, 'completed', 'kept_coming')) as became
    from range(80) as numbers (n);
create table marts.risk_actions as select 'all' as clinic_id, handled, 40 as courses, 10 as dropped_out,
    25 as kept_coming, 3 as completed, 2 as not_known_yet
    from (values ('acted'), ('nothing_recorded')) as v (handled);
"""


def card(
    folder: Path, audience: str = "quality", refused: str = "null", at_a_fifth: float = 0.03
) -> str | None:
    home = Home(folder)
    write_published_file(home.published_file)
    with duckdb.connect(str(home.published_file)) as connection:
        connection.execute(VALIDATED.format(refused=refused, at_a_fifth=at_a_fifth))
    with open_publication(home) as publication:
        return model_card(Desk.of(home, publication, "en"), audience)


def test_it_says_that_the_model_is_used_how_good_it_is_and_where_it_isnt(tmp_path: Path) -> None:
    html = card(tmp_path)
    assert html is not None
    text = " ".join(read_page(html.encode()).text.split())
    assert "The model is used" in text
    assert "0.78 (0.75 to 0.81)" in text
    assert "there the base rate is published instead" in text
    assert "Weeks beyond the usual interval" in text
    assert "W46-1" in text
    assert "Clients who opted out are in none of these rows." in text


@pytest.mark.parametrize("reason", ["no_better_than_base_rate", "badly_calibrated_here"])
def test_a_refused_model_is_told_as_refused(tmp_path: Path, reason: str) -> None:
    html = card(tmp_path, refused=f"'{reason}'")
    assert html is not None
    assert "The model is not used" in html
    assert "The model is used." not in html


@pytest.mark.parametrize(
    ("at_a_fifth", "statement"),
    [
        (
            0.03,
            "everybody, nobody or whoever missed the last appointment, from 10 % to 20 %",
        ),
        (0.01, "whoever missed the last appointment when acting from 10 %"),
    ],
    ids=["better everywhere", "as good as the rule"],
)
def test_the_decision_curve_states_where_acting_is_worth_it(
    tmp_path: Path, at_a_fifth: float, statement: str
) -> None:
    html = card(tmp_path, at_a_fifth=at_a_fifth)
    assert html is not None
    page = html.replace("\u00a0", " ")
    text = " ".join(read_page(page.encode()).section("decision").split())
    assert statement in text
    picture = re.search(r'role="img" aria-label="(Net benefit[^"]*)"', page)
    assert picture is not None
    assert "From 10 %: model 5.0, last appointment missed 3.1, calling everybody 2.0." in picture[1]
    assert "<svg" in page


def test_the_quality_team_reads_what_followed_without_a_cause_and_the_network_no_counts(
    tmp_path: Path,
) -> None:
    html = card(tmp_path / "quality")
    assert html is not None
    page = read_page(html.replace("\u00a0", " ").encode())
    acted, nothing = page.rows("by what was done")[1:]
    # Wilson for 10 and 25 of 40
    assert acted == ["An action within seven days", "40", "10", "14 to 40 %", "25", "47 to 76 %", "3", "2"]
    assert nothing[0] == "Nothing recorded"
    assert "This is no effect of calling" in page.section("since")
    (week,) = page.rows("Flags by week")[1:]
    assert week[1:] == ["80", "30", "48", "2", "0"]
    released = card(tmp_path / "network", audience="network")
    assert released is not None
    page = read_page(released.encode())
    assert page.rows_or_none("Flags by week") is None
    assert page.rows_or_none("by what was done") is None
    assert "could be found by subtraction" in page.section("since")


def test_a_group_of_a_few_people_has_no_numbers(tmp_path: Path) -> None:
    html = card(tmp_path)
    assert html is not None
    assert "too few" in html
    assert "7.77" not in html


def test_the_networks_card_has_no_shares_of_single_clinics_or_groups(tmp_path: Path) -> None:
    """They aren't released figures: nothing remembers them from week to week."""
    released, whole = card(tmp_path, audience="network"), card(tmp_path / "whole")
    assert released is not None
    assert whole is not None
    for section in ("clinics", "subgroups"):
        assert f'id="{section}"' in whole
        assert f'id="{section}"' not in released


def test_clinics_get_no_card_and_a_file_without_such_marts_has_none(tmp_path: Path) -> None:
    assert card(tmp_path, audience="garden") is None
    home = Home(tmp_path / "without")
    write_published_file(home.published_file)
    with open_publication(home) as publication:
        assert model_card(Desk.of(home, publication, "en"), "quality") is None
