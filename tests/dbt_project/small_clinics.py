"""Small clinics, each of which sends one kind of trouble.

Belongs here: the deliveries. Doesn't: what should come of them (the tests beside it).
"""

from __future__ import annotations

from landed import Delivery, Refused, action, appointment, client, episode, key_of, response

from ingest.canonical import Feed

LATER = "2026-03-02"
PHQ9 = (1, 1, 1, 1, 1, 1, 1, 1, 1)


def forms(
    clinic: str, *rows: dict[str, object], at: str, received: str | None = None, **more: object
) -> Delivery:
    """Return one delivery of forms, exported at a day and received the morning after unless said
    otherwise."""
    return Delivery(clinic, "forms", Feed.RESPONSES, rows, at, received or f"{at} 06:00", **more)  # type: ignore[arg-type]


def people(clinic: str, *names: str, start: str = "2026-01-05") -> list[Delivery]:
    """Return clients and one episode each."""
    return [
        Delivery(clinic, "people", Feed.CLIENTS, tuple(client(name, clinic) for name in names)),
        Delivery(clinic, "courses", Feed.EPISODES, tuple(episode(name, clinic, start) for name in names)),
    ]


def phq9(clinic: str, of: str, first: int, at: str = "2026-01-12", **more: object) -> dict[str, object]:
    """Return one PHQ-9 whose score is `first` + 8."""
    return response(clinic, "phq9", at, (first, *PHQ9[1:]), of=of, **more)


def _taken_back(clinic: str, of: str) -> dict[str, object]:
    """Return the row by which a sender says that a form was entered in error."""
    return phq9(clinic, of, 0) | {"items": None, "is_withdrawn": True}


def corrections() -> list[Delivery]:
    """A, B, A; the same again; a correction that arrives before what it corrects; a tie; two
    mapping readings."""
    c = "versions"
    wrong = forms(c, phq9(c, "mended", 0), at="2026-02-02", content="one file", mapping="wrong")
    return [
        *people(c, "aba", "same", "late", "tie", "mended", "conflict", "mistake", "no_mistake"),
        forms(c, phq9(c, "aba", 0), phq9(c, "same", 2), phq9(c, "conflict", 1), at="2026-01-12"),
        forms(c, phq9(c, "aba", 3), phq9(c, "same", 2), at="2026-01-19"),
        forms(c, phq9(c, "aba", 0), at="2026-01-26"),
        forms(c, phq9(c, "late", 3), at="2026-02-09"),
        forms(c, phq9(c, "late", 1), at="2026-01-26", received="2026-03-16 06:00"),
        forms(c, phq9(c, "tie", 1, comment_length=5), at="2026-02-16", received="2026-02-16 06:00"),
        forms(c, phq9(c, "tie", 1, comment_length=9), at="2026-02-16", received="2026-02-17 06:00"),
        wrong,
        forms(
            c,
            phq9(c, "mended", 2),
            at="2026-02-02",
            received="2026-03-17 06:00",
            content="one file",
            mapping="mended",
            supersedes=wrong,
        ),
        forms(c, phq9(c, "conflict", 2), phq9(c, "conflict", 3), at="2026-02-23"),
        forms(c, phq9(c, "mistake", 1), phq9(c, "no_mistake", 1), at="2026-03-02"),
        forms(c, _taken_back(c, "mistake"), _taken_back(c, "no_mistake"), at="2026-03-09"),
        forms(c, phq9(c, "no_mistake", 2), at="2026-03-16"),
    ]


def snapshots() -> list[Delivery]:
    """Full snapshots that lack people, quarantine them, come empty or refused, and bring them back."""
    c = "full"

    def snapshot(at: str, *names: str, **more: object) -> Delivery:
        return Delivery(
            c,
            "people",
            Feed.CLIENTS,
            tuple(client(name, c) for name in names),
            at,
            f"{at} 06:00",
            "full",
            **more,  # type: ignore[arg-type]
        )

    everyone = ("stays", "gone", "back", "quarantined", "corrected_since", "in_refused")
    return [
        snapshot("2026-01-05", *everyone),
        Delivery(c, "other", Feed.CLIENTS, (client("never_in_it", c),)),
        Delivery(
            c,
            "other",
            Feed.CLIENTS,
            (client("corrected_since", c, birth_year=1950),),
            "2026-01-20",
            "2026-01-20 06:00",
        ),
        snapshot(
            "2026-01-12",
            "stays",
            "in_refused",
            "corrected_since",
            quarantined=(Refused(9, key_of("client", c, "quarantined")),),
        ),
        snapshot(
            "2026-01-19",
            "stays",
            "back",
            "in_refused",
            quarantined=(Refused(9, key_of("client", c, "quarantined")),),
        ),
        snapshot("2026-01-26", skipped=(("blank", 3),)),
        snapshot("2026-02-02", "stays", status="refused"),
        snapshot("2026-02-09", "stays", content="half"),
        snapshot("2026-02-09", "back", "in_refused", status="held", content="other half"),
    ]


def opted_out() -> list[Delivery]:
    """One who opts out later, one who changes their mind, one who opted out and is no longer listed."""
    c = "optout"
    nothing = {"birth_year": None, "gender": None, "consent": "opted_out"}
    return [
        *people(c, "out", "in_again", "unlisted", "keeps", "out_by_mistake"),
        Delivery(
            c,
            "sessions",
            Feed.APPOINTMENTS,
            tuple(appointment(name, c, "2026-01-12 10:00", of=name) for name in ("out", "in_again", "keeps")),
        ),
        forms(c, phq9(c, "out", 1), phq9(c, "in_again", 1), phq9(c, "keeps", 1), at="2026-01-12"),
        Delivery(
            c,
            "people",
            Feed.CLIENTS,
            (client("out", c, **nothing), client("in_again", c, **nothing)),
            "2026-02-02",
            "2026-02-02 06:00",
        ),
        Delivery(
            c,
            "people",
            Feed.CLIENTS,
            (client("out_by_mistake", c, **nothing),),
            "2026-02-03",
            "2026-02-03 06:00",
        ),
        Delivery(
            c,
            "people",
            Feed.CLIENTS,
            (client("out_by_mistake", c, **nothing) | {"consent": None, "is_withdrawn": True},),
            "2026-02-04",
            "2026-02-04 06:00",
        ),
        Delivery(
            c,
            "people",
            Feed.CLIENTS,
            (client("in_again", c, consent="no_research"),),
            "2026-02-09",
            "2026-02-09 06:00",
        ),
        Delivery(
            c,
            "register",
            Feed.CLIENTS,
            (client("unlisted", c, **nothing), client("keeps", c)),
            "2026-02-10",
            "2026-02-10 06:00",
            "full",
        ),
        Delivery(
            c, "register", Feed.CLIENTS, (client("keeps", c),), "2026-02-17", "2026-02-17 06:00", "full"
        ),
    ]


def orphans() -> list[Delivery]:
    """Forms, appointments and actions before their episode, and without one; an episode before its
    client and therapist."""
    c = "orphans"
    return [
        forms(c, phq9(c, "awaited", 1), phq9(c, "never", 1), at="2026-01-12"),
        Delivery(
            c,
            "sessions",
            Feed.APPOINTMENTS,
            (
                appointment("a", c, "2026-01-12 10:00", of="awaited"),
                appointment("b", c, "2026-01-12 10:00", of="never"),
            ),
        ),
        Delivery(
            c,
            "log",
            Feed.ACTIONS,
            (action(c, "called", "2026-01-12", of="awaited"), action(c, "other", "2026-01-12", of="never")),
        ),
        Delivery(
            c,
            "courses",
            Feed.EPISODES,
            (episode("awaited", c, "2026-01-05", with_="unknown"),),
            LATER,
            "2026-03-20 06:00",
        ),
    ]


def gaps() -> list[Delivery]:
    """The clinic's latest data are of 2026-03-30; last sessions 59, 60 and 61 days before that."""
    c = "gap"
    days = {"59": "2026-01-30", "60": "2026-01-29", "61": "2026-01-28"}
    return [
        *people(c, *days, "latest", "booked"),
        Delivery(
            c,
            "sessions",
            Feed.APPOINTMENTS,
            (
                *(appointment(name, c, f"{day} 10:00", of=name) for name, day in days.items()),
                appointment("latest", c, "2026-03-30 10:00", "no_show", of="latest"),
                appointment("after", c, "2026-04-03 10:00", "scheduled", of="booked"),
            ),
            LATER,
            "2026-03-31 06:00",
        ),
    ]


def silent() -> list[Delivery]:
    """A clinic that sends no appointments."""
    c = "silent"
    return [
        *people(c, "old", start="2024-01-01"),
        forms(c, phq9(c, "old", 3, "2024-01-02"), phq9(c, "old", 0, "2024-05-02"), at="2026-01-12"),
    ]


def around_the_week() -> list[Delivery]:
    """Things in the last moment of the week that ends on 2026-04-06, and in the first of the next."""
    c = "week"
    last, next_ = "2026-04-05 23:59", "2026-04-06 00:00"
    return [
        *people(c, "course"),
        Delivery(
            c,
            "courses",
            Feed.EPISODES,
            (
                episode("last_day", c, "2026-04-05"),
                episode("next_day", c, "2026-04-06"),
                episode("ended", c, "2026-01-05", end_date="2026-04-05", end_reason="completed"),
                episode("ends", c, "2026-01-05", end_date="2026-04-06", end_reason="completed"),
            ),
            LATER,
            "2026-04-06 05:00",
        ),
        Delivery(
            c,
            "sessions",
            Feed.APPOINTMENTS,
            (
                appointment("a", c, last, of="course"),
                appointment("b", c, next_, of="course"),
                appointment("d", c, "2026-04-10 10:00", "cancelled_by_client", of="course"),
            ),
            LATER,
            "2026-04-06 05:00",
        ),
        forms(
            c, phq9(c, "course", 1, last), phq9(c, "course", 2, next_), at=LATER, received="2026-04-06 05:00"
        ),
    ]


def redelivered() -> list[Delivery]:
    """The same file twice, a refused one and a held one."""
    c = "again"
    once = forms(c, phq9(c, "a", 1), phq9(c, "a", 1, "2026-01-19"), at="2026-01-12")
    return [
        *people(c, "a"),
        once,
        forms(c, *once.rows, at="2026-01-12", received="2026-01-13 06:00", status="redelivered"),
        forms(c, phq9(c, "a", 2), at="2026-01-19", status="refused"),
        forms(c, phq9(c, "a", 3), at="2026-01-26", status="held"),
    ]


def youth() -> list[Delivery]:
    """Boys and girls around the ages at which their cut-offs change."""
    c = "youth"
    who = {
        "m10": ("male", 10),
        "m11": ("male", 11),
        "m13": ("male", 13),
        "m14": ("male", 14),
        "m17": ("male", 17),
        "f11": ("female", 11),
        "f16": ("female", 16),
        "f17": ("female", 17),
        "n12": ("nonbinary", 12),
        "m_unknown": ("male", None),
        "f_unknown": ("female", None),
    }
    return [
        Delivery(
            c,
            "people",
            Feed.CLIENTS,
            tuple(client(name, c, gender=gender, birth_year=None) for name, (gender, _) in who.items()),
        ),
        Delivery(
            c,
            "courses",
            Feed.EPISODES,
            tuple(episode(name, c, "2026-01-05", age_at_start=age) for name, (_, age) in who.items()),
        ),
        # 7 points: a case for boys under 14 and for girls.
        forms(
            c, *(response(c, "youth", "2026-01-12", (2, 2, 4, 3), of=name) for name in who), at="2026-01-12"
        ),
    ]


def homework() -> list[Delivery]:
    """One who rates their homework, and the therapist who does too."""
    c = "homework"
    return [
        *people(c, "a"),
        forms(
            c,
            response(c, "homework", "2026-01-12", (4, 2), of="a"),
            response(c, "homework", "2026-01-12", (1, 1), of="a", respondent="therapist"),
            response(c, "provisional", "2026-01-12", (1, 1, 1), of="a"),
            at="2026-01-12",
        ),
    ]


ALL = (
    corrections,
    snapshots,
    opted_out,
    orphans,
    gaps,
    silent,
    around_the_week,
    redelivered,
    youth,
    homework,
)
CLINICS = ("versions", "full", "optout", "orphans", "gap", "silent", "week", "again", "youth", "homework")
