# The clinic's weekly page.

clinic-kicker = { $network } · weekly report
clinic-document-title = { $clinic }, week { $week }

date-appointments = Appointments complete to
date-appointments-none = not sent
date-responses = Forms complete to
date-courses = Courses as exported on
date-received = Last delivery
date-behind = { $days ->
    [one] one day before the week’s end
   *[other] { $days } days before the week’s end
}

headline-heading = This week in a few sentences
headline-retention = Of { $courses } courses that began in the twelve months to { $until }, an estimated { $rate } stopped within 180 days without an agreed ending (95{"\u00a0"}% interval { $lower } to { $upper }).
headline-compare = Of the courses that ended here, { $own } ended without agreement; over all clinics it is { $network }. Allowing for who comes here, that is { $side ->
    [high] more than chance and the usual differences between clinics explain
    [low] less than chance and the usual differences between clinics explain
   *[within] where clinics usually lie
}.
headline-outcome = Of { $judged } courses with a first and a last score on { $scale }, { $improved } improved by more than measurement error ({ $rate }, 95{"\u00a0"}% interval { $lower } to { $upper }); for { $unknown } of the { $courses } courses that ended, nobody knows.
headline-outcome-few = { $judged ->
    [0] No course that ended has a first and a last score on { $scale } yet.
    [one] One course that ended has a first and a last score on { $scale }: too few for a percentage.
   *[other] { $judged } courses that ended have a first and a last score on { $scale }, and { $improved ->
        [0] none
       *[other] { $improved }
    } of them improved by more than measurement error: too few for a percentage.
}
headline-retention-few = { $courses ->
    [0] No course has had its first session in the last twelve months.
    [one] One course has begun in the last twelve months: too few to say more.
   *[other] { $courses } courses have begun in the last twelve months; { $dropouts ->
        [0] none
       *[other] { $dropouts }
    } of them stopped without an agreed ending.{ $few ->
        [yes] { " " }That is too few for a percentage.
       *[no] { " " }No interval can be given yet.
    }
}
headline-no-appointments = This clinic sends no appointment data, so who stays and who stops can’t be told.
headline-no-outcome = No outcome form has arrived yet.
headline-chase = { $kinds ->
    [0] Nothing needs chasing this week.
    [one] One kind of gap in the data is worth chasing: it is listed at the end.
   *[other] { $kinds } kinds of gap in the data are worth chasing: they are listed at the end.
}

tiles-heading = At a glance
tile-details = Details
tile-not-told = Not told
tile-nothing-yet = Nothing yet
tile-too-few = Too few for a percentage
trend-title = { $first }: { $first_value }. { $last }{ $running ->
    [yes] { " " }so far
   *[no] { "" }
}: { $last_value }.
trend-alt = { $quarters }.
trend-quarter = { $quarter }: { $share }

retention-heading = Who stays and who stops
retention-tile = Stopped within 180 days without an agreed ending
retention-tile-counts = { $courses ->
    [one] from one course that began in the twelve months to { $until }
   *[other] from { $courses } courses that began in the twelve months to { $until }
}
retention-tile-few = { $courses ->
    [one] of the one course that began in the twelve months to { $until }
   *[other] of the { $courses } courses that began in the twelve months to { $until }
}
retention-no-appointments = No appointment data is sent, so who stays and who stops can’t be told.
retention-nothing-yet = No course has had its first session in the last twelve months.
retention-no-curve = A curve needs at least { $minimum } courses in treatment. There are fewer so far.
retention-title = By session { $session }, { $dropped } have stopped without an agreed ending and { $completed } have ended as agreed
retention-alt = Curves by session. At session { $session }: still attending { $attending }; stopped without an agreed ending { $dropped }; ended as agreed { $completed }; other endings { $other }.{ $network }
retention-alt-network = { " " }Stopped without an agreed ending in the network: { $value }.
retention-note = All courses ever sent count here, session by session, so the shares differ from those within 180 days. The bands are 95{"\u00a0"}% intervals. The curves end where fewer than { $minimum } courses are followed.
retention-no-network = No line of the network is drawn: too few clinics, or too few courses of the other clinics, stand behind it.
retention-caption = Shares of all courses by session, with 95{"\u00a0"}% intervals
retention-stayed-title = { $share } stay for { $sessions } sessions or more
retention-stayed-title-few = How many stay for at least so many sessions
retention-stayed-caption = Courses that could have had so many sessions, in the twelve months to { $until }
retention-stayed-row = { $sessions } sessions or more
retention-never-started = { $courses ->
    [0] Everyone who was booked in this time came at least once.
    [one] One course more was booked and never attended; it isn’t part of the figures above.
   *[other] { $courses } courses more were booked and never attended; they aren’t part of the figures above.
}
retention-attendance = In courses that were open in these twelve months, { $attended } of { $appointments } appointments were attended, { $missed } missed and { $cancelled } cancelled.
column-session = Session
column-at-risk = Courses followed
column-attending = Still attending
column-dropped = Stopped, not agreed
column-interval = 95{"\u00a0"}% interval
column-completed = Ended as agreed
column-other = Other endings
column-stayed = Stayed
column-opportunity = Could have
column-share = Share

alliance-heading = Alliance
alliance-tile-low = Low alliance at the last form
alliance-tile-rupture = Courses with a rupture in the alliance
alliance-tile-none = Alliance
alliance-none = No alliance form has arrived yet.
alliance-tile-counts = { $part } of { $whole } courses, by { $scale }
alliance-title = { $direction ->
    [up] { $scale }: scores rise from { $first } at session { $start } to { $last } at session { $end }
    [down] { $scale }: scores fall from { $first } at session { $start } to { $last } at session { $end }
   *[flat] { $scale }: { $first } at session { $start } and { $last } at session { $end }; the difference may be chance
}
alliance-alt = Mean by session with 95{"\u00a0"}% intervals. Session { $start }: { $first }; session { $end }: { $last }, 95{"\u00a0"}% interval { $lower } to { $upper }, from { $courses } courses.{ $network }{ $threshold }
alliance-alt-network = { " " }The middle half of the network’s clients lies between { $below } and { $above } at session { $session }.
alliance-alt-threshold = { " " }Below { $value } is low.
alliance-no-curve = Too few forms at any session to draw a line: it takes { $minimum } courses.
alliance-no-sessions = No appointment data is sent, so sessions can’t be numbered and no line is drawn.
alliance-note = Those who stop early leave the line, so a rise may show who stayed as well as who changed. The axis shows a part of the scale ({ $minimum } to { $maximum }).
alliance-caption = { $scale } by session
alliance-low = At the last form, { $part } of { $whole } courses were low ({ $share }).
alliance-low-few = At the last form, { $part } of { $whole } courses were low: too few for a percentage.
alliance-low-none = This scale has no published limit for a low alliance, so none is counted.
alliance-ceiling-none = None of { $whole } forms gave the highest possible score.
alliance-ceiling = { $part } of { $whole } forms gave the highest possible score ({ $value }): from there an alliance can’t be seen to improve.
alliance-ruptures = { $ruptures ->
    [0] No rupture was found in { $courses } courses with enough forms to look for one.
    [one] One rupture in { $with } of { $courses } courses with enough forms to look for one; { $repairs } repaired.
   *[other] { $ruptures } ruptures in { $with } of { $courses } courses with enough forms to look for one; { $repairs } of them repaired.
}
alliance-ruptures-unknown = No course has enough forms to look for ruptures.
alliance-criterion = A rupture is a fall of { $points } points or more from one form to the next: one standard deviation of this scale, between clients or within one, whichever is larger. Repaired means back near the old level within three forms.
column-courses = Courses
column-mean = Mean
column-network-band = Network, middle half

outcomes-heading = Outcomes
outcomes-none = No outcome form has arrived yet.
outcomes-tile = Improved reliably
outcomes-tile-none = Outcomes
outcomes-tile-counts = { $part } of { $whole } courses with a first and a last score on { $scale }
outcomes-tile-pairing = { $paired } of { $courses } courses that ended have both
outcomes-title = { $scale }: { $improved } of { $judged } improved reliably, { $deteriorated } deteriorated
outcomes-title-unjudged = { $scale }: first and last score of { $paired } courses
outcomes-alt = First against last score of { $paired } courses. Reliably improved { $improved }, unchanged { $unchanged }, reliably deteriorated { $deteriorated }.
outcomes-division-title = { $improved } of { $courses ->
    [one] the one course that ended
   *[other] the { $courses } courses that ended
} improved reliably{ $unknown ->
    [0] { "" }
    [one] ; of one it isn’t known
   *[other] ; of { $unknown } it isn’t known
}
outcomes-division-title-unjudged = What became of { $courses ->
    [one] the one course that ended
   *[other] the { $courses } courses that ended
}
outcomes-division-alt = Of { $courses } courses that ended: reliably improved { $improved }, unchanged { $unchanged }, reliably deteriorated { $deteriorated }, not known { $unknown }.
outcomes-division-caption = Courses that ended in the twelve months to { $until }, by { $scale }
outcomes-improved = Reliably improved
outcomes-unchanged = No reliable change
outcomes-deteriorated = Reliably deteriorated
outcomes-recovered = Recovered, of those unwell at the start
outcomes-unknown = Not known: no first and last form
outcomes-bounds = If none of the { $unknown } others improved, the share is { $worst }; if all of them did, { $best }. The truth lies between.
outcomes-bounds-none = Every course that ended has a first and a last form.
outcomes-no-pair = No course that ended in the last twelve months has a first and a last form.
outcomes-criterion = Reliable: { $operator } { $points } points ({ $source }).
outcomes-criterion-none = No published criterion of reliable change for this scale, so change isn’t judged.
outcomes-cutoff = Unwell: { $operator } { $points } ({ $source }).
outcomes-note = Each mark is a first and a last score, larger where several courses share it. Between the dashed lines a change may be measurement error.
column-count = Courses
chart-first = First score
so-far-title = { $scale } so far: { $improved } of { $courses } open courses have improved reliably, { $deteriorated } have deteriorated
so-far-title-unjudged = { $scale } so far: first and latest score of { $courses } open courses
so-far-alt = First against latest score of { $courses } open courses. So far reliably improved { $improved }, unchanged { $unchanged }, reliably deteriorated { $deteriorated }.
so-far-note = These courses are still going on, so this isn’t an outcome: each mark is a first and a latest score. Between the dashed lines a change may be measurement error.
so-far-tile = So far, { $part } of { $whole } open courses with two forms have improved reliably.
chart-last = Last score
chart-latest = Latest score
chart-improved = improved
chart-deteriorated = deteriorated

empathy-heading = Therapists’ empathy as clients rate it
empathy-none = No empathy form has arrived yet.
empathy-tile = Therapists whose mean can be shown
empathy-tile-none = Empathy
empathy-tile-statement = { $whole ->
    [one] therapist with forms on { $scale }
   *[other] therapists with forms on { $scale }
}
empathy-tile-needed = A mean is shown once it rests on about { $clients } clients.
empathy-not-yet = No therapist’s mean can be shown yet on { $scale }. A mean is shown once its reliability reaches { $reliability }, which takes about { $clients } clients with a form each; the therapist with most forms has { $most }.
empathy-some = { $shown ->
    [one] On { $scale }, one therapist’s mean rests on enough clients to be shown.
   *[other] On { $scale }, { $shown } therapists’ means rest on enough clients to be shown.
} { $outside ->
    [0] No interval lies wholly above or below the network’s mean, so nobody can be told apart from it.
    [one] One interval lies wholly above or below the network’s mean.
   *[other] { $outside } intervals lie wholly above or below the network’s mean.
}
empathy-no-difference = On { $scale }, clients’ ratings differ no more between therapists than chance would make them. Nobody can be told apart, so no mean is shown.
empathy-no-interval = On { $scale }, how far a therapist’s mean may be off can’t be told yet, so no mean is shown. It takes forms about four therapists in the network, one of them with two clients, and clients of the same therapist who differ.
empathy-no-network-mean = no network mean
empathy-order = Therapists stand in order of their label, never of their mean: this isn’t a ranking.
empathy-title-not-yet = { $scale }: { $most ->
    [one] one client has rated the therapist with most forms
   *[other] { $most } clients have rated the therapist with most forms
}; a mean takes about { $clients }
empathy-title = { $scale }: means that rest on enough clients, with their intervals
empathy-alt-not-yet = Clients with a form, by therapist: { $therapists }. About { $needed } are needed.
empathy-alt = Means with 95{"\u00a0"}% intervals: { $therapists }. Network mean { $mean }.
empathy-alt-item = { $therapist } { $value }
empathy-alt-interval = { $therapist } { $mean } ({ $lower } to { $upper })
empathy-remark = not yet
empathy-caption = { $scale } by therapist, in order of label
empathy-shrunken = Means are drawn towards the network’s mean, the more so the fewer clients stand behind them.
empathy-ceiling = { $share } of this clinic’s forms gave the highest possible score.
therapist-label = Therapist { $number }
column-therapist = Therapist
column-clients = Clients
column-forms = Forms
column-reliability = Reliability
column-empathy-mean = Mean, 95{"\u00a0"}% interval
chart-needed = needed: about { $clients }
chart-network-mean = network mean { $mean }
chart-attending = Still attending
    { $value }
chart-dropped = Stopped
    { $value }
chart-completed = Ended as agreed
    { $value }
chart-network = Network: stopped
    { $value }
chart-clinic-mean = This clinic
    { $value }
chart-network-band = Network,
    middle half
chart-low = low below { $value }

chase-heading = Data to chase
chase-none = Nothing to chase this week: no file was refused, and no form or ending that this page needs is missing.
chase-intro = Each of these would make the figures above say more.
chase-deliveries = { $count ->
    [one] One delivery of the last seven days could not be taken or is held. Ask whoever looks after Rapport what is the matter with it.
   *[other] { $count } deliveries of the last seven days could not be taken or are held. Ask whoever looks after Rapport what is the matter with them.
}
chase-rows = { $count ->
    [one] One row of the last seven days’ files was refused by rule { $rule }: it
   *[other] { $count } rows of the last seven days’ files were refused by rule { $rule }: they
} { chase-refused }
# Follows “it” or “they”: what is wrong, then whom to ask what. How to mend a file is on the quality page.
chase-refused = { $kind ->
    [ROW-SHAPE] came with too many or too few fields. Ask whoever makes the export to look at it.
    [ROW-REQUIRED] came with something left empty that is needed. Ask whoever enters it to fill it in; the next export brings it.
    [ROW-CODE] came with a word or a code that nobody has explained yet. Ask whoever makes the export what it means, and tell whoever looks after Rapport.
    [ROW-INSTRUMENT] came with a questionnaire that isn’t known by that name. Ask the team which one is meant, and tell whoever looks after Rapport.
    [ROW-RESPONDENT] came with a questionnaire that isn’t made for the person who is said to have answered. Ask the team who filled it in.
    [ROW-DATE] came with a date that can’t be read or can’t be true. Ask whoever entered it to correct it; with many at once, ask whoever makes the export whether dates are written otherwise than before.
    [ROW-FUTURE] came with something that is said to have happened on a day still to come. Ask whoever entered the date to correct it; an appointment that is still to come should be marked so.
    [ROW-NUMBER] came with a number that can’t be read. Ask whoever makes the export whether numbers are written otherwise than before, with a comma for a point, say.
    [ROW-RANGE] came with a number that is too small or too large to be true. Ask whoever entered it to correct it.
    [ROW-ITEM-RANGE] came with an answer that the questionnaire doesn’t offer. Ask whoever typed it in to compare it with the form.
    [ROW-ITEM-COUNT] came with more or fewer answers than the questionnaire has questions. Ask whoever makes the export whether every question is in it.
    [ROW-TOTAL-RANGE] came with a total that the questionnaire can’t give. Ask whoever typed it in to compare it with the form.
    [ROW-REVIEW] came as a review of risk answers that doesn’t say of which form. Ask whoever reviewed them to name the questionnaire and the day.
    [ROW-KEY-COLLISION] came with an identifier that can’t be told from another one. Tell whoever looks after Rapport.
    [ROW-CONFLICT] came as one form with two different sets of answers. Ask whoever makes the export which are right, and to send those again.
   *[other] came with something that can’t be right. Ask whoever makes the export to look at it.
}
chase-rows-where = Whoever looks after Rapport has these rows one by one, each with what mends it, in the workbook refused-rows.xlsx.
chase-waiting = { $count ->
    [one] { $feed ->
        [appointments] One appointment belongs
        [actions] One action belongs
       *[responses] One form belongs
    } to a course that hasn’t arrived, so it can’t be counted. Ask whoever makes the export to send that course, too.
   *[other] { $count } { $feed ->
        [appointments] appointments
        [actions] actions
       *[responses] forms
    } belong to courses that haven’t arrived, so they can’t be counted. Ask whoever makes the export to send those courses, too.
}
chase-unrecorded = { $count ->
    [one] One course that ended in the last twelve months has an end date and no reason. Ask its therapist
   *[other] { $count } courses that ended in the last twelve months have an end date and no reason. Ask their therapists
} to record why.
chase-gap = { $count ->
    [one] One course counts
   *[other] { $count } courses count
} as stopped in the last twelve weeks only because nobody came for { $days } days. Ask the { $count ->
    [one] therapist whether it
   *[other] therapists whether any
} ended otherwise, and to record how.
chase-unpaired = { $count ->
    [one] One course
   *[other] { $count } courses
} of { $whole } that ended in the last twelve weeks { $count ->
    [one] has
   *[other] have
} no first and last outcome form. Ask the team what keeps a form from being filled in at the start or at the end.
chase-without-first = { $count ->
    [one] One open course
   *[other] { $count } open courses
} of { $whole } with two sessions or more { $count ->
    [one] has no outcome form yet. Ask its therapist
   *[other] have no outcome form yet. Ask their therapists
} for one at the next session.

adherence-heading = Forms and homework
adherence-completion = { $came } of { $due } forms that were due in the last twelve months came with a score ({ $value }); { $incomplete } had too many answers missing, { $declined } were declined and { $missing } never came.
adherence-homework = { $rater ->
    [client] Clients
   *[therapist] Therapists
} rate how far homework was done at { $value } of the scale on average (95{"\u00a0"}% interval { $lower } to { $upper }, { $courses } courses).
adherence-homework-few = { $rater ->
    [client] Clients
   *[therapist] Therapists
} have rated homework in { $courses ->
    [one] one course
   *[other] { $courses } courses
}: too few for an average.

also-rated-heading = What else is rated
also-rated-intro = Means of courses that were under way in the last twelve months, each course counting once. Therapists are not compared by them.
also-rated-mean = { $scale }: { $value } on average on a scale from { $minimum } to { $maximum } (95{"\u00a0"}% interval { $lower } to { $upper }, { $courses } courses).
also-rated-few = { $scale }: { $courses ->
    [one] one course
   *[other] { $courses } courses
}, too few for an average.

