"""What a published table was made from, read from the project's own files."""

from __future__ import annotations

import hashlib

from warehouse.dbt import PROJECT
from warehouse.lineage import lineage_of


def test_a_mart_of_sql_names_its_model_first_and_the_feeds_below() -> None:
    lineage = lineage_of("marts.fct_scores")
    assert lineage.sources[0].path == "dbt_project/models/marts/fct_scores.sql"
    content = (PROJECT / "models" / "marts" / "fct_scores.sql").read_bytes()
    assert lineage.sources[0].sha256 == hashlib.sha256(content).hexdigest()
    assert {"episodes", "appointments", "responses"} <= set(lineage.feeds)


def test_an_inferred_mart_names_its_statistic_and_what_that_reads() -> None:
    lineage = lineage_of("marts.retention_summary")
    assert lineage.sources[0].path == "warehouse/inference/retention.py"
    assert any(source.name == "int_retention_times" for source in lineage.sources)


def test_the_audit_rests_on_every_feed() -> None:
    assert len(lineage_of("audit.row_accounts").feeds) == 6


def test_two_tables_have_different_versions_and_an_unknown_one_no_source() -> None:
    assert lineage_of("marts.fct_scores").version != lineage_of("marts.fct_episodes").version
    assert lineage_of("marts.nothing").sources == ()
