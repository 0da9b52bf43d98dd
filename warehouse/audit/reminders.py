"""The text that asks a clinic about what fails in its data.

Belongs here: its words. Doesn't: sending it, which a person does, and what fails (`trends`).
"""

from __future__ import annotations

from ingest.home import Home
from warehouse.published import open_published

_ASKED = """
select changes.description, changes.export_name, changes.failed, changes.evaluated, changes.details,
    changes.due_on, changes.failing_since
from audit.check_changes as changes
left join audit.checks as checks on changes.check_id = checks.check_id
where
    changes.clinic_id = ? and changes.change in ('new', 'persisting') and not changes.is_signed_off
    and checks.owner = 'clinic'
order by changes.due_on nulls last, changes.severity, changes.export_name, changes.check_id
"""


class UnknownClinic(LookupError):
    """The published file knows no such clinic."""


def reminder(home: Home, clinic_id: str) -> str:
    """Return the text for one clinic, without any value of its rows.

    Raises UnknownClinic, and `warehouse.published.UnreadablePublishedFile`.
    """
    with open_published(home) as connection:
        named = connection.execute(
            "select clinic_name from marts.dim_clinics where clinic_id = ?", [clinic_id]
        ).fetchone()
        if named is None:
            raise UnknownClinic(f"no clinic is called `{clinic_id}`")
        found = connection.execute(_ASKED, [clinic_id]).fetchall()
    if not found:
        return f"Dear {named[0]},\n\nall checks of your data that are yours to mend pass. Thank you."
    lines = []
    for description, export, failed, evaluated, details, due_on, since in found:
        place = f"{export}: " if export else ""
        told = f" ({details})" if details else ""
        due = f" Please answer by {due_on}." if due_on else ""
        lines.append(f"- {place}{description} Not so in {failed} of {evaluated}, since {since}{told}.{due}")
    asked = "\n".join(lines)
    return (
        f"Dear {named[0]},\n\nin your last deliveries we found what you may be able to mend or explain:\n\n"
        f"{asked}\n\nSend the corrected file with a later export time: it replaces the earlier one. "
        "If it is as it should be, tell us why, and we note it."
    )
