"""The quality team's page as a whole, in finished text.

Belongs here: the page model. Doesn't: its parts (the modules beside this one), layout, and how rows are
counted (the warehouse's audit).
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.home import Home
from reports.components import Banner, Figure, Table
from reports.frame import Frame, page_frame
from reports.publication import Publication
from reports.quality.checks import check_changes, check_charts, checks_remark
from reports.quality.deliveries import (
    accounts,
    deliveries_list,
    deliveries_remark,
    held,
    not_taken,
    unbalanced,
    unclaimed,
)
from reports.quality.figures import case_mix, disclosed, restated, risk_models
from reports.quality.headline import headline
from reports.quality.making import Making
from reports.quality.refused_rows import refusals, refusals_by_rule, waiting
from reports.run_banners import run_banners
from reports.words.catalogue import Words


@dataclass(frozen=True)
class QualityPage:
    """Everything that the template lays out. A table is None where there is nothing to list."""

    frame: Frame
    banners: tuple[Banner, ...]
    headline: tuple[str, ...]
    held: Table | None
    not_taken: Table | None
    accounts: Table | None
    deliveries: Table | None
    deliveries_remark: str
    unbalanced: Table | None
    refusals_by_rule: Table | None
    refusals: Table | None
    checks: Table | None
    check_charts: tuple[Figure, ...]
    checks_remark: str
    restated: Table | None
    waiting: Table | None
    unclaimed: Table | None
    disclosed: Table | None
    risk_models: Table | None
    case_mix: Table | None


def quality_page(publication: Publication, audience: str, words: Words, home: Home) -> QualityPage:
    """Return the quality team's page."""
    making = Making(publication, words)
    deliveries = making.rows("deliveries")
    return QualityPage(
        frame=page_frame(
            publication,
            words,
            kicker=words.say("quality-kicker", network=words.figures.name(publication.network.name)),
            heading=words.say("quality-heading"),
            document_title=words.say("quality-document-title", week=publication.run.week),
            notes=[words.say("quality-definition")],
        ),
        banners=tuple(run_banners(publication, words)),
        headline=tuple(headline(making, deliveries)),
        held=held(making),
        not_taken=not_taken(making, deliveries),
        accounts=accounts(making, deliveries),
        deliveries=deliveries_list(making, deliveries),
        deliveries_remark=deliveries_remark(making, deliveries),
        unbalanced=unbalanced(making),
        refusals_by_rule=refusals_by_rule(making),
        refusals=refusals(making),
        checks=check_changes(making),
        check_charts=tuple(check_charts(making)),
        checks_remark=checks_remark(making),
        restated=restated(making),
        waiting=waiting(making),
        unclaimed=unclaimed(making),
        disclosed=disclosed(making),
        risk_models=risk_models(making),
        case_mix=case_mix(making),
    )
