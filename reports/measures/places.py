"""Which measures pages show, where, and in what order; the others are in the published file.

Belongs here: that list. Doesn't: their figures, and what they are called (`naming`).
"""

from __future__ import annotations

RETENTION, ALLIANCE, OUTCOMES, FORMS = "retention", "alliance", "outcomes", "forms"

PLACES = {
    "dropout": RETENTION,
    "retained_3": RETENTION,
    "attendance": RETENTION,
    "alliance_low": ALLIANCE,
    "alliance_mean": ALLIANCE,
    "empathy_mean": ALLIANCE,
    "reliable_improvement": OUTCOMES,
    "recovery": OUTCOMES,
    "deterioration": OUTCOMES,
    "nhs_recovery": OUTCOMES,
    "nhs_reliable_recovery": OUTCOMES,
    "pairing_rate": FORMS,
    "form_completion": FORMS,
}
