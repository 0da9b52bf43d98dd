"""The six feeds that clinics' exports are turned into: their columns, kinds and closed vocabularies.

Belongs here: what a canonical row may hold. Doesn't: how a clinic's file becomes one (`mapping`), which rows
are refused (`door`), and how a landed row is stored (`landing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Feed(StrEnum):
    """What one export delivers."""

    CLIENTS = "clients"
    THERAPISTS = "therapists"
    EPISODES = "episodes"
    APPOINTMENTS = "appointments"
    RESPONSES = "responses"
    ACTIONS = "actions"


class Kind(StrEnum):
    """How the text of a cell is read."""

    LOCAL_ID = "local_id"  # a clinic's own identifier: never leaves the door as it is
    CLOSED_CODE = "closed_code"  # one of Rapport's own words
    OPEN_CODE = "open_code"  # one of the words that the clinic has declared
    DATE = "date"  # a clinical day
    DATETIME = "datetime"  # a clinical moment, local to the clinic
    INTEGER = "integer"
    NUMBER = "number"
    FREE_TEXT = "free_text"  # only its presence and length are kept
    INSTRUMENT = "instrument"  # the id of a registered instrument


@dataclass(frozen=True)
class Column:
    """One canonical column."""

    name: str
    kind: Kind
    description: str
    required: bool = False
    codes: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


GENDERS = ("female", "male", "nonbinary", "other", "unknown")
CONSENTS = ("yes", "no_research", "opted_out")
MODALITIES = ("in_person", "video", "phone", "chat")
STATUSES = (
    "attended",
    "attended_late",
    "no_show",
    "cancelled_by_client",
    "cancelled_by_clinic",
    "scheduled",
)
END_REASONS = (
    "completed",
    "dropped_out",
    "referred_on",
    "clinic_ended",
    "transferred",
    "deceased",
    "other",
)
ACTION_KINDS = (
    "called",
    "message_sent",
    "appointment_offered",
    "discussed_with_client",
    "discussed_in_supervision",
    "safety_check",
    "none_needed",
    "other",
    "risk_answer_reviewed",
)
REVIEWED = "risk_answer_reviewed"
"""The kind of action that is about one form: somebody has looked at its risk answers."""
RESPONDENTS = ("client", "therapist", "parent", "child", "observer")

FEED_COLUMNS: dict[Feed, tuple[Column, ...]] = {
    Feed.CLIENTS: (
        Column("client_id", Kind.LOCAL_ID, "The clinic's own identifier of the client.", required=True),
        Column(
            "consent", Kind.CLOSED_CODE, "What the client allows; opted-out rows are skipped.", codes=CONSENTS
        ),
        Column("birth_year", Kind.INTEGER, "Year of birth.", minimum=1890, maximum=2100),
        Column("gender", Kind.CLOSED_CODE, "Gender as recorded.", codes=GENDERS),
        Column("ethnicity_group", Kind.OPEN_CODE, "Ethnic group, in the clinic's declared words."),
        Column("employment", Kind.OPEN_CODE, "Employment, in the clinic's declared words."),
        Column("language", Kind.OPEN_CODE, "Language of treatment, in the clinic's declared words."),
    ),
    Feed.THERAPISTS: (
        Column("therapist_id", Kind.LOCAL_ID, "The clinic's own identifier of the therapist.", required=True),
        Column("profession", Kind.OPEN_CODE, "Profession, in the clinic's declared words."),
        Column("qualified_year", Kind.INTEGER, "Year of qualification.", minimum=1930, maximum=2100),
    ),
    Feed.EPISODES: (
        Column(
            "episode_id", Kind.LOCAL_ID, "The clinic's own identifier of the course of care.", required=True
        ),
        Column("client_id", Kind.LOCAL_ID, "Whose course it is.", required=True),
        Column("start_date", Kind.DATE, "First day of the course.", required=True),
        Column("therapist_id", Kind.LOCAL_ID, "Named therapist; empty where there is none."),
        Column("referral_date", Kind.DATE, "Day of the referral."),
        Column("end_date", Kind.DATE, "Last day of the course; empty while it is open."),
        Column("end_reason", Kind.CLOSED_CODE, "Why it ended; empty while it is open.", codes=END_REASONS),
        Column("programme", Kind.OPEN_CODE, "Treatment programme, in the clinic's declared words."),
        Column("presenting_problem", Kind.OPEN_CODE, "Presenting problem, in the clinic's declared words."),
        Column("modality", Kind.CLOSED_CODE, "How sessions are held.", codes=MODALITIES),
        Column("planned_sessions", Kind.INTEGER, "Sessions agreed at the start.", minimum=0, maximum=1000),
        Column("age_at_start", Kind.INTEGER, "Age in whole years at the start.", minimum=0, maximum=120),
    ),
    Feed.APPOINTMENTS: (
        Column(
            "appointment_id", Kind.LOCAL_ID, "The clinic's own identifier of the appointment.", required=True
        ),
        Column("episode_id", Kind.LOCAL_ID, "The course that it belongs to.", required=True),
        Column("scheduled_at", Kind.DATETIME, "When it was to begin, local time.", required=True),
        Column("status", Kind.CLOSED_CODE, "What became of it.", required=True, codes=STATUSES),
        Column("therapist_id", Kind.LOCAL_ID, "With whom; by default the episode's therapist."),
        Column("modality", Kind.CLOSED_CODE, "How it was held.", codes=MODALITIES),
    ),
    Feed.RESPONSES: (
        Column("episode_id", Kind.LOCAL_ID, "The course that the form belongs to.", required=True),
        Column("instrument", Kind.INSTRUMENT, "Which questionnaire it is.", required=True),
        Column("completed_at", Kind.DATETIME, "When it was filled in, local time.", required=True),
        Column("response_id", Kind.LOCAL_ID, "The sender's identifier of the form."),
        Column("appointment_id", Kind.LOCAL_ID, "The appointment that it was filled in for."),
        Column("respondent", Kind.CLOSED_CODE, "Who filled it in; by default the client.", codes=RESPONDENTS),
        Column("total", Kind.NUMBER, "Total as declared by the sender."),
        Column("not_given_reason", Kind.OPEN_CODE, "Why there is no answer, in the clinic's declared words."),
        Column("comment", Kind.FREE_TEXT, "Free text; only its presence and length are kept."),
    ),
    Feed.ACTIONS: (
        Column("episode_id", Kind.LOCAL_ID, "The course that somebody acted on.", required=True),
        Column("acted_on", Kind.DATE, "Day on which it was done.", required=True),
        Column("kind", Kind.CLOSED_CODE, "What was done.", required=True, codes=ACTION_KINDS),
        Column("action_id", Kind.LOCAL_ID, "The sender's identifier of the action."),
        Column("response_id", Kind.LOCAL_ID, "The form that was reviewed, by the sender's identifier."),
        Column("instrument", Kind.INSTRUMENT, "The form that was reviewed, where forms have no identifier."),
        Column("form_on", Kind.DATE, "Day on which that form was filled in."),
    ),
}

EXPORTED_AT = Column("exported_at", Kind.DATETIME, "When the sender knew the row, clinic time.")
WITHDRAWN = Column(
    "withdrawn",
    Kind.CLOSED_CODE,
    "yes where the sender says that the thing was entered in error: then it never was.",
    codes=("yes", "no"),
)
ITEMS = "items"


def columns_of(feed: Feed) -> dict[str, Column]:
    """Return a feed's columns by name, with `exported_at` and `withdrawn`, which every feed may have."""
    return {column.name: column for column in (*FEED_COLUMNS[feed], EXPORTED_AT, WITHDRAWN)}


def required_columns(feed: Feed) -> tuple[str, ...]:
    """Return the names without which a row of this feed means nothing."""
    return tuple(column.name for column in FEED_COLUMNS[feed] if column.required)
