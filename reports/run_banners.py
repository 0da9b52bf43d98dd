"""What holds for every page of a run and has to be known before reading it.

Belongs here: held marts, simulated people. Doesn't: states of one clinic's data.
"""

from __future__ import annotations

from reports.components import Banner
from reports.publication import Publication
from reports.words.catalogue import Words

REASON_LIMIT = 300


def run_banners(publication: Publication, words: Words) -> list[Banner]:
    """Return what holds for every page of this run."""
    run, banners = publication.run, []
    if run.marts_are_held:
        reason = run.held_reason or words.say("banner-held-no-reason")
        text = (
            words.say("banner-held-same", reason=words.figures.name(reason, REASON_LIMIT))
            if publication.marts_run.run_id == run.run_id
            else words.say(
                "banner-held",
                week=words.week(publication.marts_run.week),
                reason=words.figures.name(reason, REASON_LIMIT),
            )
        )
        banners.append(Banner("caution", words.say("banner-held-title"), text))
    if publication.network.is_simulated:
        banners.append(Banner("note", words.say("banner-simulated-title"), words.say("banner-simulated")))
    return banners
