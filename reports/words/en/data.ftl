# Texts that come with the data in English, by the id of what they are about. A language says them in its own words.

data-remedy = { $rule ->
   *[other] { $text }
}
data-check = { $check ->
   *[other] { $text }
}
data-refusal = { $check ->
   *[other] { $text }
}
data-refusal-helps = { $why } To ask of the clinic: { $what }
data-check-details = { $check } Found: { $details }
data-check-found = { $check } Found: { $found }.
data-found = { $kind ->
    [silent] nothing since { $since }, for { $days } days; a file usually comes after { $usual }
    [silent_holidays] nothing since { $since }, for { $days } days, { $holidays } of them holidays; a file usually comes after { $usual }
    [volume] { $rows } rows; usual are { $low } to { $high }, { $mean } on average
    [untaken] not taken: { $files }
    [unclaimed] no export takes { $files }
    [gap] no file was made between { $since } and { $until }
    [blank] { $field }: missing in { $now } of { $rows } rows, before in { $then } of { $before }
    [words] { $field }: { $now } of { $rows } rows say something else than is usual
    [keying] { $form }: in { $forms } forms the reversed items go against the others (r = { $correlation })
   *[steps] { $form }: all answers of { $forms } forms are whole numbers, and none is 0
}
data-found-more = and { $more } more
data-fields = { $fields } fields instead of { $expected }

# What a scale is called: `$text` is the name in the data, `$english` the same and told to be English.
scale-name = { $scale ->
    [wai_sr_bond] { $english }
   *[other] { $text }
}

# Why a course may stop, strongest first: each a sentence of its own.
at-risk-last-seen = Last seen on { $day }{ $compared ->
    [yes] , usually every { $before } days
   *[no] { "" }
}.
at-risk-reason = { $reason ->
    [not_seen] Not seen for { $value } days{ $compared ->
        [yes] , usually every { $before }
       *[no] { "" }
    }.
    [last_missed] Missed the last appointment.
    [missed_recently] Missed appointments in the last six weeks: { $value }.
    [nothing_booked] No next appointment is booked.
    [form_missing] No form since the last session.
    [alliance_low] Rates the alliance lower than most: { $scale } { $value }{ $compared ->
        [yes] , { $before } on average before
       *[no] { "" }
    }.
    [alliance_fell] The alliance has fallen: { $scale } { $value }, { $before } at best in the last four forms.
    [severe_at_start] Began with more distress than most: { $scale } { $value }.
    [little_change] No clear improvement so far: { $scale } { $value }, { $before } at the start.
    [distress_rose] Worse than the time before: { $scale } { $value }, { $before } then.
    [waited_long] Waited longer than most for the first session: { $value } days.
   *[other] { $reason }
}

# What the dropout model sees, and the groups by which it is judged.
model-term = { $term ->
    [intercept] Intercept
    [therapists] Therapists, how far they differ
    [log_days_since_contact] Days since the last session (log)
    [weeks_overdue] Weeks beyond the usual interval
    [is_last_missed] Last appointment missed
    [missed_recently] Appointments missed in six weeks
    [missed_share] Share of appointments missed
    [no_next_appointment] No next appointment
    [form_missing] Form missing
    [alliance] Alliance, last form
    [alliance_below_best] Alliance below its best of late
    [alliance_below_own] Alliance below its own mean
    [severity] Distress at the start
    [improvement] Improvement so far
    [no_early_change] No early change
    [rise] Worse than the time before
    [log_wait] Days waited (log)
    [log_sessions] Sessions (log)
    [not_begun] Not begun
    [log_weeks] Weeks since the start (log)
    [progress] Share of the planned sessions
    [log_planned] Planned sessions (log)
    [previous_episodes] Earlier courses (log)
    [modality] Modality
    [presenting_problem] Problem
   *[other] { $text }
}
model-group = { $group ->
    [missing] missing
    [unknown] unknown
    [other] other
    [main] main language
    [female] female
    [male] male
    [nonbinary] nonbinary
    [age-25-to-39] 25 to 39
    [age-40-to-59] 40 to 59
    [age-60-and-over] 60 and over
    [under-25] under 25
    [seen-in-the-last-14-days] seen in the last 14 days
    [not-seen-for-longer] not seen for longer
    [in_person] in the room
    [video] video
    [phone] phone
    [chat] chat
   *[other] { $text }
}
model-term-of-group = { $term }: { $group }
