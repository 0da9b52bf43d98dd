# Clinics beside each other: the measures, and the limits within which clinics usually lie.

measure = { $measure ->
    [dropout] Ended without agreement
    [attendance] Appointments attended
    [alliance_low] Low alliance at the last form
    [alliance_mean] Alliance
    [empathy_mean] Empathy as clients rate it
    [reliable_improvement] Reliably improved
    [recovery] Recovered
    [deterioration] Reliably deteriorated
    [nhs_recovery] Recovered, by the NHS rule over PHQ-9 and GAD-7
    [nhs_reliable_recovery] Reliably recovered, by the NHS rule
    [nhs_reliable_improvement] Reliably improved, by the NHS rule
    [nhs_deterioration] Reliably deteriorated, by the NHS rule
    [retained_3] Attended three sessions or more
    [retained_6] Attended six sessions or more
    [retained_10] Attended ten sessions or more
    [pairing_rate] Ended with a first and a last form
    [form_completion] Expected forms that came
   *[other] { $measure }
}
measure-by-scale = { $measure }: { $scale }

funnel-title = { $measure }: { $centre } over all clinics, and { $signals ->
    [0] no clinic lies past its limits
    [one] one clinic lies past its limits
   *[other] { $signals } clinics lie past their limits
}
funnel-alt = { $clinics }. All clinics: { $centre }.
funnel-alt-item = { $clinic }: { $value }, limits { $lower } to { $upper }
funnel-intro = In the charts with grey bars, the dark bar is where 95 of 100 clinics of that size would lie and the light one where 998 of 1,000 would, allowing for how much clinics usually differ. A dot inside may differ by chance; a diamond lies past the light bar and is a question worth asking. Where a model says what to expect of a clinic’s clients, dots are adjusted for it, and the unadjusted figure stands in the table beside it. Limits and verdicts are over the clinics shown, and each clinic reads the same of itself on its own page.
funnel-nobody-outside = { $clinics ->
    [0] No clinic’s figure may be shown.
    [one] The clinic shown lies within its limits: its difference may be chance.
   *[other] All { $clinics } clinics shown lie within their limits: { $wider ->
        [yes] they differ no more than clinics usually do.
       *[no] the differences between them may be chance.
    }
}
funnel-outside = { $names } { $clinics ->
    [one] lies
   *[other] lie
} { $side ->
    [high] above
   *[low] below
} the limits: more than chance and the usual differences between clinics explain. That is a question to ask, not an answer.
funnel-overdispersion = { $clinics } clinics; as variances, they differ { $phi } times as much as chance alone would make them (phi { $phi }, tau² { $tau2 }){ $wider ->
    [yes] . The limits allow for how much clinics usually differ.
   *[no] . The limits allow for chance alone.
}
funnel-too-few-clinics = Too few clinics for limits, so not drawn here: { $measures }. Each clinic’s own figures stand on its page.

funnel-borrowed = How much clinics usually differ is borrowed from published figures: { $origin }.
funnel-few-clinics = From { $clinics } clinics, how much clinics usually differ is barely known: the limits are rough.
funnel-range = { $lower } to { $upper }
funnel-side = { $side ->
    [high] past its limits, above
    [low] past its limits, below
   *[within] { "" }
}
funnel-as-of = as of { $week }
funnel-caption = { $measure }, in the last twelve months; counted are { $counted ->
    [attendance] appointments
    [form_completion] expected forms
    [alliance_mean] forms
    [empathy_mean] forms
   *[other] courses
}
funnel-multiplicity = { $comparisons } comparisons of a clinic on a measure were made, and { $signals ->
    [0] none is a signal
    [one] one is a signal
   *[other] { $signals } are signals
}. Chance alone would give { $chance } on average.
column-counted = Counted, about
column-unadjusted = Unadjusted
column-expected = Expected here
column-adjusted = Adjusted
column-usual = Usual (95{"\u00a0"}%)

over-time-heading = Week by week
over-time-title = { $measure }: { $state ->
    [high] more than usual in the last four weeks ({ $last } in { $week }, { $mean } on average)
    [low] less than usual in the last four weeks ({ $last } in { $week }, { $mean } on average)
   *[within] { $earlier ->
        [yes] nothing unusual in the last four weeks
       *[no] nothing unusual
    }; { $last } in { $week }, { $mean } on average
}
over-time-alt = { $measure } over { $weeks } weeks: { $mean } on average, { $last } in { $week }, usual limits { $lower } to { $upper }; { $signals ->
    [0] no week is unusual
    [one] one week is unusual
   *[other] { $signals } weeks are unusual
}.
over-time-note = The band is where weeks usually lie, the dashed line their mean. A diamond is a week that chance hardly explains: outside the band, the seventh in a row on one side, rising or falling seven times, or twice near the edge. Where nothing changes, about one week in fifty is marked all the same. What else goes up and down needs no explanation.
over-time-trial = Fewer than twelve weeks so far: the limits are on trial.
over-time-caption = { $measure }, week by week
over-time-nobody = nothing to count
over-time-rule = { $rule ->
    [outside] outside the limits
    [shift] seven or more on one side
    [trend] seven in a row in one direction
   *[near] twice near a limit
}
over-time-not-published = The published file holds no weekly charts yet. They stand here after the next run.
over-time-too-early = A chart takes { $weeks } weeks with something to count. There are fewer so far.
column-counted-here = Counted

beside-heading = Beside the other clinics
beside-signal = { $measure }: { $value } lies { $side ->
    [high] above
   *[low] below
} the limits of { $lower } to { $upper } within which 998 of 1,000 clinics like this one would lie. That deserves a conversation; it isn’t an explanation.
beside-within = { $measures ->
    [one] On the one measure that can be compared, this clinic lies within its limits: its difference from the network may be chance.
   *[other] On all { $measures } measures that can be compared, this clinic lies within its limits: its differences from the network may be chance.
}
beside-chance = Chance alone would put a clinic past its limits on { $chance } of { $measures } measures.
beside-note = Adjusted means: as if this clinic had the network’s clients, where a model says what to expect. Usual is where 95 of 100 clinics of this size would lie, so one measure in twenty lies just outside it by chance.
beside-caption = Measures in the twelve months to { $until }
beside-side = { $side ->
    [high] past its limits, above
    [low] past its limits, below
    [near-high] above the usual range, within the limits
    [near-low] below the usual range, within the limits
   *[within] usual
}
beside-not-published = The published file holds no comparison of clinics yet. It stands here after the next run.
beside-nothing = Nothing can be compared: a measure needs at least { $clinics } clinics with enough people, none of which makes up most of it.
column-this-clinic = This clinic
column-network = Network
