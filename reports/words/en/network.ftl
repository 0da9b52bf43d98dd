# The network's weekly page.

network-kicker = Network · weekly report
network-document-title = { $network }, week { $week }

network-headline = Of about { $courses } courses that began in the last twelve months, an estimated { $rate } stopped within 180 days without an agreed ending (95{"\u00a0"}% interval { $lower } to { $upper }).
network-headline-silent = { $names } { $clinics ->
    [one] sends
   *[other] send
} no appointment data, so nothing can be told of retention there.
network-coverage-caption = How far each clinic’s data goes
network-dropout = Stopped within 180 days without an agreed ending
network-forms-heading = How much the outcomes rest on
network-forms-intro = Outcomes are known only for those who answered. This is the share of ended courses with a first and a last form.
network-no-alliance = No alliance scale with a published limit is in use yet.
network-no-outcomes = No outcome form has arrived yet.
network-disclosure-heading = What is withheld, and why
network-disclosure = A share is withheld where the number of people behind it, those who have the property or those who don’t is below { $minimum }. Numbers of people are rounded to the nearest five. Where one clinic alone would be withheld, a second is too, so that nobody can find it by subtraction.
network-disclosure-clinics = A figure over all clinics needs at least { $clinics } of them, none of which makes up most of it.
network-disclosure-weeks = A clinic’s figures are shown anew only once at least { $minimum } cases and as many others have come in since; until then the earlier ones stand, with their week. Otherwise two weeks’ reports together would tell of single people.
network-unadjusted = Clinics aren’t adjusted for who comes to them: a difference may come from the people as well as from the clinic. They stand in alphabetical order; there is no ranking.

network-alphabetical = Clinics stand in alphabetical order; there is no ranking.

network-title = { $known ->
    [no] { network-measure }
   *[yes] { network-measure }: { $value } over all clinics
}
network-measure = { $measure ->
    [dropout] Stopped within 180 days without an agreed ending, by clinic
    [low] Low alliance at the last form, by clinic
    [improved] Reliably improved, by clinic
   *[paired] Ended courses with a first and a last form, by clinic
}
network-table-caption = { network-measure }, in the last twelve months
network-note = Dots are shares, lines 95{"\u00a0"}% intervals.{ $known ->
    [no] { "" }
   *[yes] { " " }The dashed line is the network. A diamond marks a clinic whose 99.8{"\u00a0"}% interval lies beside the network’s share.
}
network-alt = { $clinics }.{ $known ->
    [no] { "" }
   *[yes] { " " }Network: { $value }.
}
network-alt-item = { $clinic }: { $share }
network-row = All clinics together
network-no-appointments = no appointment data
network-nobody-yet = nobody yet
network-not-used = { $clinics ->
    [one] One clinic doesn’t use this scale.
   *[other] { $clinics } clinics don’t use this scale.
}
network-side = { $side ->
    [above] stands outside, above
    [below] stands outside, below
   *[within] { "" }
}
network-nobody-outside = { $clinics ->
    [0] No clinic could be compared.
    [one] The clinic that could be compared doesn’t stand outside its limits: its difference from the network may be chance.
   *[other] None of the { $clinics } clinics that could be compared stands outside its limits: their differences from the network may be chance.
}
network-outside = { $names } { $clinics ->
    [one] stands
   *[other] stand
} outside the limits, { $side ->
    [above] above
   *[below] below
} the network: so large a difference is hardly chance and deserves a conversation.
network-chance = By chance alone, { $chance } of { $clinics } clinics would be expected to stand outside.
column-clinic = Clinic
column-about = About so many people
column-remark = Remark
chart-network-value = network { $value }
