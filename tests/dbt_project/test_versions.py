"""Which landed row stands: corrections, duplicates, conflicts, snapshots, opting out, waiting."""

from __future__ import annotations

from built_homes import Built
from landed import key_of

from warehouse.inference.catalogue import statistics
from warehouse.risk.model_store import LANDMARKS

ACCOUNT = """
    select loaded, duplicate, quarantined, skipped, held, refused from audit.row_accounts
    where clinic_id = ? and export_name = ? order by received_at, rows_received
"""


def score_of(built: Built, clinic: str, name: str) -> list[object]:
    rows = built.query(
        "select score from marts.fct_scores where clinic_id = ? and episode_key = ? order by completed_at",
        clinic,
        key_of("episode", clinic, name),
    )
    return [score for (score,) in rows]


def test_a_value_that_comes_back_stands_again(whole: Built) -> None:
    assert score_of(whole, "versions", "aba") == [8]


def test_a_correction_wins_over_what_it_corrects_whichever_arrives_first(whole: Built) -> None:
    assert score_of(whole, "versions", "late") == [11]


def test_a_file_read_again_with_a_mended_mapping_replaces_its_first_reading(whole: Built) -> None:
    assert score_of(whole, "versions", "mended") == [10]
    superseded = whole.query(
        "select loaded, duplicate from audit.row_accounts join audit.deliveries using (receipt_key) "
        "where is_superseded"
    )
    assert superseded == [(0, 1)]


def test_what_was_entered_in_error_stands_no_more_unless_it_is_sent_again(whole: Built) -> None:
    assert score_of(whole, "versions", "mistake") == []
    assert score_of(whole, "versions", "no_mistake") == [10]


def test_two_answers_at_one_export_time_are_both_quarantined_and_the_older_version_stands(
    whole: Built,
) -> None:
    assert score_of(whole, "versions", "conflict") == [9]
    listed = whole.query(
        "select source_row, column_name from audit.quarantine where rule_id = 'ROW-CONFLICT' order "
        "by source_row"
    )
    assert listed == [(2, ""), (3, "")]


def test_the_accounts_tell_versions_from_duplicates(whole: Built) -> None:
    accounts = whole.query(ACCOUNT, "versions", "forms")
    assert accounts == [
        (3, 0, 0, 0, 0, 0),  # three first versions
        (1, 1, 0, 0, 0, 0),  # a correction, and the same again
        (1, 0, 0, 0, 0, 0),  # back to the first value: a version of its own
        (0, 1, 0, 0, 0, 0),  # the wrongly mapped reading
        (1, 0, 0, 0, 0, 0),
        (1, 0, 0, 0, 0, 0),  # a tie in export time, told apart by arrival
        (1, 0, 0, 0, 0, 0),
        (0, 0, 2, 0, 0, 0),  # the conflict
        (2, 0, 0, 0, 0, 0),
        (2, 0, 0, 0, 0, 0),  # two entered in error: versions like any other
        (1, 0, 0, 0, 0, 0),  # the older version, which arrived last
        (1, 0, 0, 0, 0, 0),  # one of the two again after all
        (1, 0, 0, 0, 0, 0),
    ]


def test_every_account_balances(whole: Built) -> None:
    assert whole.one("select count(*), count(*) filter (is_balanced) from audit.row_accounts") == (77, 77)


def test_a_delivery_that_comes_again_changes_nothing(whole: Built) -> None:
    assert whole.query(ACCOUNT, "again", "forms") == [
        (2, 0, 0, 0, 0, 0),
        (0, 2, 0, 0, 0, 0),
        (0, 0, 0, 0, 0, 1),
        (0, 0, 0, 0, 1, 0),
    ]
    assert score_of(whole, "again", "a") == [9, 9]


def test_a_full_snapshot_withdraws_what_it_lacks_and_only_that(whole: Built) -> None:
    present = {
        key for (key,) in whole.query("select client_key from marts.dim_clients where clinic_id = 'full'")
    }
    names = ("stays", "gone", "back", "quarantined", "corrected_since", "in_refused", "never_in_it")
    standing = {name for name in names if key_of("client", "full", name) in present}
    # `corrected_since` has a younger row from another export than any snapshot that lacks it.
    assert standing == {"stays", "back", "quarantined", "corrected_since", "in_refused", "never_in_it"}


def test_who_opts_out_is_in_no_mart_and_counts_as_skipped(whole: Built) -> None:
    clients = {
        key for (key,) in whole.query("select client_key from marts.dim_clients where clinic_id = 'optout'")
    }
    assert clients == {key_of("client", "optout", name) for name in ("in_again", "keeps")}
    for table in ("fct_episodes", "fct_scores", "fct_outcomes", "fct_adherence", "fct_dropout_definitions"):
        found = whole.query(f"select distinct episode_key from marts.{table} where clinic_id = 'optout'")
        assert {key for (key,) in found} <= {
            key_of("episode", "optout", name) for name in ("in_again", "keeps")
        }
    assert whole.query(ACCOUNT, "optout", "forms") == [(2, 0, 0, 1, 0, 0)]
    assert whole.query(ACCOUNT, "optout", "sessions") == [(2, 0, 0, 1, 0, 0)]
    assert whole.query(ACCOUNT, "optout", "courses") == [(2, 0, 0, 3, 0, 0)]


def test_no_mart_and_nothing_that_a_statistic_or_model_reads_holds_who_opted_out(whole: Built) -> None:
    """Reports, the network, comparisons, training: a table that is added is looked at by itself."""
    read = {LANDMARKS, *(name for statistic in statistics().values() for name in statistic.reads)}
    people = [key_of("client", "optout", name) for name in ("out", "unlisted")]
    courses = [key_of("episode", "optout", name) for name in ("out", "unlisted")]
    tables = whole.query(
        "select schema_name, table_name, list(column_name order by column_name) from duckdb_columns() "
        "where column_name in ('client_key', 'episode_key') and not internal "
        "and (schema_name = 'marts' or list_contains(?, schema_name || '.' || table_name)) "
        "group by all order by all",
        sorted(read),
    )
    names = {name for _, name, _ in tables}
    assert {
        "dim_clients",
        "fct_scores",
        "fct_caseload",
        "fct_actions",
        "int_risk_landmarks_described",
    } <= names
    found = [
        (name, column)
        for schema, name, columns in tables
        for column in columns
        if whole.query(
            f'select 1 from "{schema}"."{name}" where {column} in (select unnest(?)) limit 1',
            people if column == "client_key" else courses,
        )
    ]
    assert found == []


def test_consent_that_is_given_again_brings_everything_back_without_research(whole: Built) -> None:
    row = whole.one(
        "select allows_research from marts.dim_clients where client_key = ?",
        key_of("client", "optout", "in_again"),
    )
    assert row == (False,)
    assert score_of(whole, "optout", "in_again") == [9]


def test_what_comes_before_its_episode_waits_and_enters_when_it_comes(
    whole: Built, in_parts: tuple[Built, dict[str, tuple[object, ...]], Built]
) -> None:
    half_sums = in_parts[1]
    assert half_sums["audit.waiting_responses"][0] == 2
    assert half_sums["audit.waiting_appointments"][0] == 2
    assert half_sums["audit.waiting_actions"][0] == 2
    waiting = whole.query(
        "select clinic_id, instrument_id, export_name, source_row from audit.waiting_responses"
    )
    assert waiting == [("orphans", "phq9", "forms", 3)]
    assert whole.one("select count(*) from audit.waiting_appointments") == (1,)
    assert whole.query(
        "select clinic_id, episode_key, kind, export_name, source_row from audit.waiting_actions"
    ) == [("orphans", key_of("episode", "orphans", "never"), "other", "log", 3)]
    assert whole.query("select episode_key, kind from marts.fct_actions where clinic_id = 'orphans'") == [
        (key_of("episode", "orphans", "awaited"), "called")
    ]
    assert score_of(whole, "orphans", "awaited") == [9]


def test_an_episode_stands_without_its_clients_and_therapists_own_rows(whole: Built) -> None:
    assert whole.one(
        "select birth_year, gender, allows_research from marts.dim_clients where clinic_id = 'orphans'"
    ) == (
        None,
        None,
        None,
    )
    assert whole.one("select profession from marts.dim_therapists where clinic_id = 'orphans'") == (None,)


def test_nothing_of_a_person_but_keys_is_in_the_audit(whole: Built) -> None:
    columns = whole.query(
        "select column_name from information_schema.columns where table_schema = 'audit' and "
        "table_name = 'quarantine'"
    )
    assert {"entity_key", "value", "items"} & {name for (name,) in columns} == set()
