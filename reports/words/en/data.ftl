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
data-check-details = { $check } { $details }

# Why a course may stop, strongest first: each a sentence of its own.
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
    [severe_at_start] Began with much distress: { $scale } { $value }.
    [little_change] No clear improvement so far: { $scale } { $value }, { $before } at the start.
    [distress_rose] Worse than the time before: { $scale } { $value }, { $before } then.
    [waited_long] Waited { $value } days for the first session.
   *[other] { $reason }
}
