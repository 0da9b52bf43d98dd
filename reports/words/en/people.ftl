# The clinic's lists of people, and its front door.

client-label = Client { $number }

people-heading = People to look at this week
people-intro = By this clinic’s own identifiers, and on no other page. Nobody is listed of whom it is known that they have ended, moved on or died. Each list begins with those to look at first.
people-not-published = The published file is of an earlier version and doesn’t hold this list yet. It stands here after the next run.
people-not-told = not told
people-none-booked = none booked
people-rest = { $heading }: the others
people-more = { $people ->
    [one] One more
   *[other] { $people } more
}
column-client = Client
column-form = Form
column-next = Next appointment

headline-people = To look at this week: { $kinds }.
headline-people-none = Nobody stands on this week’s lists of people to look at.
headline-people-kind = { $kind ->
    [risk-answers] { $count ->
        [one] one form with a risk answer
       *[other] { $count } forms with a risk answer
    }
    [at-risk] { $count ->
        [one] one person likely to stop
       *[other] { $count } people likely to stop
    }
    [off-track] { $count ->
        [one] one person not on track
       *[other] { $count } people not on track
    }
    [worse] { $count ->
        [one] one person reliably worse than at the start
       *[other] { $count } people reliably worse than at the start
    }
   *[unbooked] { $count ->
        [one] one person without a next appointment
       *[other] { $count } people without a next appointment
    }
}

risk-answers-heading = Risk answers that arrived since last week’s report
risk-answers-lead = { $people ->
    [one] One form answers a question about risk with more than its lowest answer.
   *[other] { $people } forms answer a question about risk with more than its lowest answer.
}
risk-answers-alarm = Rapport is no alarm channel: an answer is hours or days old when it stands here. Answers of this kind are to be seen on the day, by the clinic’s own procedure.
risk-answers-review = Rapport doesn’t know what has been reviewed: this clinic doesn’t send it. Each answer is listed as not yet reviewed in the week in which it arrives. A list of reviews (feed “actions”) would let the reviewed ones leave this list.
risk-answers-none = No form of an open course that arrived in the last seven days answers a question about risk with more than its lowest answer.
risk-answers-caption = Latest form of each open course with an answer to a risk item, highest answers first
risk-answers-earlier = { $people ->
    [one] One form that was listed before and is still the latest of its course
   *[other] { $people } forms that were listed before and are still the latest of their courses
}
risk-answers-unreviewed-heading = Risk answers not yet reviewed
risk-answers-by-review = What counts as reviewed is what this clinic’s list of actions says, since { $day }: that somebody has looked at the form on that day or later, not that enough was done. Forms of the last twelve weeks stand here until a review of them arrives.
risk-answers-all-reviewed = Each form of an open course of the last twelve weeks with such an answer has been reviewed.
risk-answers-none-known = No form of an open course of the last twelve weeks answers a question about risk with more than its lowest answer.
risk-answers-reviewed = { $people ->
    [one] One form that has been reviewed
   *[other] { $people } forms that have been reviewed
}
risk-answers-not-yet = not yet
column-reviewed = Reviewed
risk-answers-item = item { $item }: { $answer }
risk-answers-items = { $answers } (of { $lowest } to { $highest })
column-filled-in = Filled in
column-risk-answers = Answers

at-risk-heading = Likely to stop in the next four weeks
at-risk-lead = { $people ->
    [one] One of { $whole } open courses
   *[other] { $people } of { $whole } open courses
} to call or speak about first.
at-risk-note = The risk is a probability, not a verdict: of ten people at 30{"\u00a0"}%, seven are expected to stay. The reasons say what the model saw, not what caused it.
at-risk-none = No open course is flagged this week.
at-risk-nobody-open = No course is open.
at-risk-base-rate = No list is made for this clinic: { $why } What can be said is the clinic’s own rate: { $rate } of those in treatment stop within four weeks, and it stands for each of the { $courses } open courses. A list in any order would be a guess.
at-risk-no-rate = No list is made for this clinic: { $why }
at-risk-basis = { $reason ->
    [too_little_history] there is too little history yet to learn from.
    [no_better_than_base_rate] tested on later weeks, the risk model knew no better than the base rate.
    [badly_calibrated_here] the risk model’s probabilities don’t hold here.
    [no_appointment_data] without appointment data nobody can tell who is about to stop.
   *[unknown] no risk model has been trained yet.
}
at-risk-not-published = The published file holds no dropout risk yet. It stands here once the model has been trained.
at-risk-caption = Flagged courses, highest risk first
column-risk = Risk in four weeks
column-why = What stands out
column-weeks-flagged = Weeks on the list

flags-before-heading = What became of earlier flags
flags-before-lead = Whoever was flagged in { $weeks ->
    [one] the week
   *[other] the last { $weeks } weeks
} before this one, and how the course went on within 28 days of that week’s end, as far as it is known.
flags-before-none = Nobody was flagged in the twelve weeks before this one.
flags-before-not-told = This clinic sends no list of what it did, so nobody can tell here which flags were acted on. A list with the course, the day and what was done (feed “actions”) is enough.
flags-before-followed = { $handled ->
    [acted] With an action within seven days
    [none_needed] Looked at, and no action needed
   *[nothing_recorded] With nothing recorded within seven days
}: of { $courses ->
    [one] one course
   *[other] { $courses } courses
} that were flagged at least four weeks ago, { $dropped_out } dropped out within 28 days (95{"\u00a0"}% interval { $interval }) and { $kept_coming } kept coming.
flags-before-no-cause = This describes, and doesn’t say what calling does: those who were called were chosen, often because somebody was worried about them, so the groups differed before anybody called.
flags-before-caption = Flags by week, the latest first
column-flag-week = Week
column-flag-count = Flagged
column-flag-acted = Acted on
column-flag-kept-coming = Kept coming
column-flag-dropped-out = Dropped out
column-flag-ended = Ended otherwise
column-flag-not-seen = Not seen yet

worse-heading = Reliably worse now than at the start
worse-lead = { $people ->
    [one] One person’s latest form is worse than the first by more than measurement error.
   *[other] The latest form of { $people } people is worse than their first by more than measurement error.
}
worse-note = Getting worse on the way is common and often passes; it is a reason to talk about the therapy, not a verdict on it.
worse-none = Nobody’s latest form of the last twelve weeks is reliably worse than the first.
worse-no-forms = No outcome form has arrived yet, so nobody can tell.
worse-caption = Open courses, largest deterioration first, measured by the length of the scale
worse-score = { $score } on { $day }
column-first = First
column-latest = Latest
column-worse-by = Worse by, points

off-track-heading = Not on track
off-track-lead = { $people ->
    [one] One person’s latest form is worse than that of nine in ten who began alike and had come as far.
   *[other] The latest forms of { $people } people are worse than those of nine in ten who began alike and had come as far.
}
off-track-note = Compared with this network’s own courses that began in the same fifth of first scores. About one in ten stands here whatever is done, and whoever has left is no longer among those compared.
off-track-none = Nobody’s latest form of the last twelve weeks is worse than that of nine in ten who began alike.
off-track-no-appointments = Without appointment data sessions can’t be numbered, so nobody can tell how far others had come.
off-track-caption = Open courses, furthest from the middle of those who began alike first
column-half-of-others = Usual by now

unbooked-heading = Open without a next appointment
unbooked-lead = { $people ->
    [one] { $whole ->
        [one] The one open course that has begun has
       *[other] One of { $whole } open courses that have begun has
    }
   *[other] { $people } of { $whole } open courses that have begun have
} no appointment booked.
unbooked-note = After { $days } days without a session a course counts as dropped out. If it has ended as agreed, please record the ending.
unbooked-none = Every open course that has begun has a next appointment.
unbooked-no-appointments = This clinic sends no appointments, so nobody can tell who has none.
unbooked-no-bookings = This clinic’s export holds no appointments after the week’s end, so nobody can tell who has none. Exporting booked appointments too would fill this list.
unbooked-caption = Open courses without a booking, longest without a session first
column-sessions = Sessions
column-last-seen = Last seen
column-days-since = Days without a session
column-missed = Missed

door-heading = The front door
door-title = Half of those who began in { $last }{ $running ->
    [yes] { " " }so far
   *[no] { "" }
} had waited { $last_days } days or longer; in { $first } it was { $first_days }
door-alt = Days from referral to first session. { $quarters }.
door-alt-item = { $quarter }: half within { $days }, the middle half { $lower } to { $upper }
door-note = The dot is the wait that half of the people exceed; the line spans the middle half of them. Only those who have begun count, so those still waiting aren’t in it.
door-caption = Days from referral to first session, by quarter of the first session
door-wait = Of { $courses } people whose first session was in the last twelve months, half had waited { $days } days or less since their referral, and nine in ten { $long } days or less.
door-wait-few = { $courses ->
    [one] One person has begun in the last twelve months, after { $days } days.
   *[other] { $courses } people have begun in the last twelve months, half of them within { $days } days.
} That is too few to say more.
door-no-referrals = No referral dates are sent, so waits can’t be told.
door-no-appointments = Without appointment data nobody can tell when a first session took place, so waits and missed beginnings aren’t told.
door-never = { $part ->
    [0] None of the { $whole } people who were booked in the last twelve months stayed away from the first session altogether ({ $share }).
   *[other] { $part } of { $whole } people who were booked in the last twelve months never came to a first session ({ $share }).
}
door-never-few = { $part ->
    [0] None
   *[other] { $part }
} of { $whole } people who were booked in the last twelve months never came to a first session: too few for a percentage.
door-waiting = { $people ->
    [one] One person waits for a first session
   *[other] { $people } people wait for a first session
} now; the longest wait so far is { $days } days.
door-waiting-unbooked = { $people ->
    [0] { $whole ->
        [one] The day for it is booked.
       *[other] All of them have a day for it.
    }
   *[other] { $whole ->
        [one] No day for it is booked yet.
       *[other] { $people } of these { $whole } have no day for it yet.
    }
}
column-begun-in = First session in
column-median-days = Half within, days
column-middle-half = Middle half, days

changes-heading = What changed since last week
changes-happened = In the week itself: { $kinds }. These are real changes.
changes-nothing-happened = Nothing is known to have happened in the week itself.
changes-none = { $cause ->
    [late] Nothing of earlier weeks came late.
    [corrected] Nothing that was known a week ago has been corrected.
   *[withdrawn] Nothing that was known a week ago has been taken back.
}
changes-some = { $cause ->
    [late] Late data: { $kinds } of earlier weeks arrived only now, so earlier figures have moved without anything having happened.
    [corrected] Corrections to what was known a week ago: { $kinds }.
    [opted_out] Left because clients opted out: { $kinds }. They count in no figure any more, in none of earlier weeks either.
   *[withdrawn] Known a week ago and taken back since: { $kinds }.
}
changes-kind = { $kind ->
    [course_begun] { $count ->
        [one] one beginning of a course
       *[other] { $count } beginnings of courses
    }
    [course_ended] { $count ->
        [one] one ending
       *[other] { $count } endings
    }
    [appointment] { $count ->
        [one] one appointment
       *[other] { $count } appointments
    }
   *[form] { $count ->
        [one] one form
       *[other] { $count } forms
    }
}
changes-since = The oldest of these is of { $day }: figures from then on may differ from those in earlier reports.
changes-first-delivery = This clinic’s first files arrived in the last seven days, so there is no earlier report to compare with.
changes-definitions-same = Definitions are those of last week’s report.
changes-definitions = Definitions may have changed: last week’s report was made by version { $before }, this one by { $now }. The changelog says what is different.
changes-not-published = The published file is of an earlier version and doesn’t tell what changed. It stands here after the next run.
changes-nothing-known = Nothing has arrived from this clinic yet.
changes-caption = Events by how they changed this report
changes-row = { $kind ->
    [course_begun] Courses begun
    [course_ended] Courses ended
    [appointment] Appointments with an outcome
   *[form] Forms
}
column-what = What
column-in-week = In the week
column-late = Earlier, arrived late
column-corrected = Corrected
column-withdrawn = Taken back
column-opted-out = Opted out
