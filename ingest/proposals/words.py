"""How clinics call things: column names and codes that are often met, folded to letters and digits.

Belongs here: word lists. Doesn't: comparing them with a file (`columns`). From public export formats and the
house's own experience; English and German.
"""

from __future__ import annotations

import re

from ingest.canonical import Feed

COLUMNS: dict[str, str] = {
    "client_id": r"(client|patient|person|subject|participant|klient|patienten?)"
    r"(id|no|nr|number|ref|code|nummer)?|record ?id|pseudonym|chiffre|hashid",
    "episode_id": r"(episode|case|course|referral|treatment|pathway|fall)(id|no|nr|number|ref|nummer)"
    r"|case|fall",
    "therapist_id": r"(therapist|clinician|counsellor|counselor|practitioner|provider|behandler|therapeut)"
    r"(id|no|nr|number|code)?",
    "appointment_id": r"(appointment|appt|session|contact|visit|termin|carecontact)(id|no|nr|number|nummer)?",
    "response_id": r"(response|form|questionnaire|respondent|answer)(id|no|number)",
    "birth_year": r"(year ?of ?birth|birth ?year|born|yob|geburtsjahr)",
    "gender": r"(gender|sex|geschlecht)",
    "consent": r"(consent|einwilligung|researchconsent)",
    "ethnicity_group": r"ethnicity(group)?",
    "employment": r"(employment|employmentstatus|work|erwerbsstatus|occupation)",
    "language": r"(language|sprache|preferredlanguage)",
    "profession": r"(profession|discipline|beruf|therapistprofession|role)",
    "qualified_year": r"(qualified(year)?|yearqualified|therapistqualified|licensed|approbation)",
    "start_date": r"(start ?date|started|opened|beginn|casedate|admission(date)?|startdatum)",
    "referral_date": r"(referral ?date|referred|referralrequestreceiveddate|berweisung|ueberweisung)",
    "end_date": r"(end ?date|ended|closed|ende|discharge(date)?|servdischdate|enddatum)",
    "end_reason": r"(end ?reason|end ?code|outcome|reason|disposition|closed ?because|endgrund)",
    "programme": r"(programme|program|pathway|track)",
    "presenting_problem": r"(presenting ?problem|problem|chief ?complaint|diagnosis|anlass)",
    "planned_sessions": r"(planned ?sessions|planned|authorized ?sessions|sessionsplanned|bewilligt)",
    "age_at_start": r"(age(at ?start|years)?|alter)",
    "scheduled_at": r"(scheduled ?at|scheduled"
    r"|(session|appointment|appt|visit) ?(at|date ?time|date|time|start)?"
    r"|starts?(at|datetime)?|datetime|date|datum|day|termin|carecontdate|when)",
    "status": r"(status|attendance|att|attended|attendordnacode|outcome|erschienen|state)",
    "modality": r"(modality|setting|mode|channel|form(at)?)",
    "completed_at": r"(completed ?at|completed|date|datum|end ?date|submit ?date|filled ?in|time ?stamp"
    r"|authored|session ?date|day|when)",
    "instrument": r"(instrument|measure|questionnaire|scale|form|tool|fragebogen)",
    "respondent": r"(respondent|rater|informant|filledinby)",
    "total": r"(total|sum|score|summe|gesamt)",
    "comment": r"(comments?|notes?|free ?text|bemerkung)",
    "acted_on": r"(acted|done|action|handled|erledigt|massnahme) ?(on|at|date|am|datum)?|date|datum|day|when",
    "kind": r"action ?(kind|type|taken|code)?|measure ?taken|what ?was ?done|massnahme|aktion",
    "action_id": r"(action|task|log|entry|massnahmen?)(id|no|nr|number|nummer)",
    "form_on": r"(form|questionnaire|answer|filled ?in|bogen|fragebogen) ?(on|date|day|datum|vom)",
    "exported_at": r"(exported ?at|export ?date|recorded ?until|stand|knownat)",
}
CODES: dict[str, dict[str, str]] = {
    "gender": {
        "female": r"f|female|w|weiblich|woman",
        "male": r"m|male|man|mnnlich|maennlich",
        "nonbinary": r"n|nonbinary|d|divers|x",
        "other": r"o|other",
        "unknown": r"u|unknown|notstated",
    },
    "consent": {
        "yes": r"y|yes|ja|full",
        "no_research": r"treatmentonly|noresearch|nurbehandlung",
        "opted_out": r"optedout|withdrawn|widerrufen|no",
    },
    "status": {
        "attended": r"a|att|attended|arrived|fulfilled|present|seen|5|05|completed|erschienen",
        "attended_late": r"l|late|lateseen|6|06",
        "no_show": r"dna|noshow|3|03|didnotattend|nichterschienen|absent",
        "cancelled_by_client": r"c|cancelledbyclient|cancelledbypatient|2|02|clientcancelled",
        "cancelled_by_clinic": r"cancelledbyclinic|cancelledbyprovider|4|04",
        "scheduled": r"b|booked|scheduled|planned|pending",
    },
    "end_reason": {
        "completed": r"completed?(treatment)?|c|agreed|finished|46|abgeschlossen",
        "dropped_out": r"dropped ?out|dropout|d|47|leftagainstadvice|stoppedcoming|abbruch",
        "referred_on": r"referred(on|out)?|r|movedon",
        "clinic_ended": r"clinicended|closedbyclinic|weendedit",
        "transferred": r"transferred|t|handedover",
        "deceased": r"deceased|died|49",
        "other": r"o|other|else|96",
    },
    "modality": {
        "in_person": r"inperson|facetoface|f2f|room|office",
        "video": r"video|online|telehealth",
        "phone": r"phone|telephone",
        "chat": r"chat|text|message",
    },
    "kind": {
        "called": r"called?|phone(call|d)|rang|telephoned|angerufen|anruf",
        "message_sent": r"message(sent)?|sms|text(ed)?|letter|e?mail(ed)?|brief|nachricht|angeschrieben",
        "appointment_offered": r"appointmentoffered|offeredappointment|rebooked|terminangeboten",
        "discussed_with_client": r"discussed(withclient|insession)|mitklientbesprochen",
        "discussed_in_supervision": r"(discussedin)?supervision|caseconference|intervision",
        "safety_check": r"safety(check|plan)|risk(assessment|assessed)|sicherheitsabklrung",
        "none_needed": r"none(needed)?|noaction(needed)?|nichtntig|keine",
        "other": r"other|else|andere",
        "risk_answer_reviewed": r"(riskanswer|risk|item)?reviewed|gesichtet|geprft",
    },
    "respondent": {
        "client": r"client|patient|self",
        "therapist": r"therapist|clinician",
        "parent": r"parent|carer",
        "child": r"child",
        "observer": r"observer|rater",
    },
}
"""Closed columns: Rapport's word -> codes that usually mean it."""

WANTED: dict[Feed, tuple[str, ...]] = {
    Feed.CLIENTS: ("birth_year", "gender", "consent", "ethnicity_group", "employment", "language"),
    Feed.THERAPISTS: ("profession", "qualified_year"),
    Feed.EPISODES: ("start_date",),
    Feed.APPOINTMENTS: ("status",),
    Feed.RESPONSES: (),
    Feed.ACTIONS: ("kind",),
}
"""Columns of which one at least has to be there before a feed is proposed."""


def folded(text: str) -> str:
    """Return a name as it is compared: lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def means(text: str, pattern: str) -> bool:
    """Say whether a folded name fits a pattern, whose blanks are for reading only."""
    return re.fullmatch(pattern.replace(" ", ""), text) is not None
