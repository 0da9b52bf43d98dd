"""The quality team's page as a whole, in finished text.

Belongs here: the page model. Doesn't: its parts (the modules beside this one), layout, and how rows are
counted (the warehouse's audit).
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.home import Home
from reports.components import Banner, Figure, Table
from reports.frame import Frame, page_frame
from reports.page_beside import DATA_DOCS, MODEL_CARD, page_beside
from reports.publication import Publication
from reports.quality.checks import check_changes, check_charts, checks_remark
from reports.quality.deliveries import (
    accounts,
    arrived,
    deliveries_list,
    deliveries_remark,
    held,
    not_taken,
    unbalanced,
    unclaimed,
)
from reports.quality.disclosed import disclosed, disclosed_quarters, withheld
from reports.quality.fields import field_profile, fields_listed, fields_remark, fields_worse
from reports.quality.handed_over import handovers_failing, handovers_listed, handovers_remark
from reports.quality.headline import headline
from reports.quality.integrity import integrity_asked, integrity_looked_at, integrity_remark
from reports.quality.making import Folded, Making, split
from reports.quality.models import (
    case_mix,
    risk_drift,
    risk_drift_remark,
    risk_models,
    risk_validation,
)
from reports.quality.refused_rows import refusals, refusals_by_rule, waiting
from reports.quality.restated import restated, restatement_causes, restatements
from reports.quality.signed import sign_offs
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
    arrived: Table | None
    accounts: Table | None
    deliveries: Table | None
    deliveries_remark: str
    unbalanced: Table | None
    refusals_by_rule: Table | None
    more_refusals: Folded | None
    refusals: Table | None
    checks: Table | None
    more_checks: Folded | None
    check_charts: tuple[Figure, ...]
    checks_remark: str
    sign_offs: Table | None
    handovers_remark: str
    handovers_failing: Table | None
    handovers: Table | None
    restated: Table | None
    restatement_causes: Table | None
    restatements: Table | None
    fields_remark: str
    fields_worse: Table | None
    field_profile: Table | None
    fields_listed: Table | None
    integrity_remark: str
    integrity_asked: Table | None
    integrity_looked_at: Table | None
    waiting: Table | None
    unclaimed: Table | None
    disclosed: Table | None
    disclosed_quarters: Table | None
    withheld: Table | None
    risk_models: Table | None
    risk_validation: Table | None
    risk_drift_remark: str
    risk_drift: Table | None
    case_mix: Table | None
    data_docs: str
    model_card: str


def quality_page(publication: Publication, audience: str, words: Words, home: Home) -> QualityPage:
    """Return the quality team's page."""
    making = Making(publication, words)
    deliveries = making.rows("deliveries")
    by_rule, more_by_rule = split(refusals_by_rule(making))
    checks, more_checks = split(check_changes(making))
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
        arrived=arrived(making, deliveries),
        accounts=accounts(making, deliveries),
        deliveries=deliveries_list(making, deliveries),
        deliveries_remark=deliveries_remark(making, deliveries),
        unbalanced=unbalanced(making),
        refusals_by_rule=by_rule,
        more_refusals=Folded(words.say("quality-by-rule-more", rules=len(more_by_rule.rows)), more_by_rule)
        if more_by_rule
        else None,
        refusals=refusals(making),
        checks=checks,
        more_checks=Folded(words.say("quality-checks-more", checks=len(more_checks.rows)), more_checks)
        if more_checks
        else None,
        check_charts=tuple(check_charts(making)),
        checks_remark=checks_remark(making),
        sign_offs=sign_offs(making),
        handovers_remark=handovers_remark(making),
        handovers_failing=handovers_failing(making),
        handovers=handovers_listed(making),
        restated=restated(making),
        restatement_causes=restatement_causes(making),
        restatements=restatements(making),
        fields_remark=fields_remark(making),
        fields_worse=fields_worse(making),
        field_profile=field_profile(making),
        fields_listed=fields_listed(making),
        integrity_remark=integrity_remark(making),
        integrity_asked=integrity_asked(making),
        integrity_looked_at=integrity_looked_at(making),
        waiting=waiting(making),
        unclaimed=unclaimed(making),
        disclosed=disclosed(making),
        disclosed_quarters=disclosed_quarters(making),
        withheld=withheld(making),
        risk_models=risk_models(making),
        risk_validation=risk_validation(making),
        risk_drift_remark=risk_drift_remark(making),
        risk_drift=risk_drift(making),
        case_mix=case_mix(making),
        data_docs=page_beside(audience, publication.run.week, DATA_DOCS),
        model_card=page_beside(audience, publication.run.week, MODEL_CARD),
    )
