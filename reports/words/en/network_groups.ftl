# The network by quarter, by group, and beside published providers.

quarters-heading = Quarter by quarter
quarters-intro = The whole network in quarters that have closed: the longest contact gap and four weeks have passed, so that endings and late forms are in. A quarter is shown once and stays as it is. Weekly figures aren’t shown: their numbers are so small that they would tell of single people. Bars are 95{"\u00a0"}% intervals.
quarters-none = Not two quarters can be shown yet. A quarter is shown once it has closed, if at least four clinics (or as many as the policy asks for) have enough people in it.
quarters-title = { $measure }: { $first_value } in { $first }, { $last_value } in { $last }{ $moved ->
    [up] : a rise beyond chance
    [down] : a fall beyond chance
   *[no] ; the intervals overlap
}
quarters-caption = { $measure }, the whole network by closed quarter
column-quarter = Quarter
column-clinics-counted = Clinics counted

modality-heading = How sessions are held
equity-heading = For whom it works
groups-intro = Courses count as in person, by video or by telephone as the clinic records it, else as all their sessions were held, else as mixed. Who is offered what differs, too: this shows where to look, not why.
equity-intro = The same measures for groups of clients. Groups differ in more than their name, and people of whom nothing is recorded are a group of their own: this shows where to look, not why.
groups-period = Shown are the closed quarters { $first } to { $last } together, over the clinics that have enough people in each. Other people are counted than in the last twelve months above, so the shares differ from those.
groups-none = No two groups are large enough to be shown yet. Groups are shown over closed quarters.
groups-title = { $measure }: { $value } over all, and { $apart ->
    [0] none of { $groups } groups lies apart from it
    [one] one of { $groups } groups lies apart from it
   *[other] { $apart } of { $groups } groups lie apart from it
}
groups-alt = { $groups }. All: { $value }.
groups-alt-item = { $group } { $share }
groups-apart = { $count ->
    [one] Further from the network’s share than chance explains lies
   *[other] Further from the network’s share than chance explains lie
} { $groups }. That is a question to ask, not an answer.
groups-chance = { $groups } comparisons of a group with all were made{ $measures ->
    [one] { "" }
   *[other] , on { $measures } measures
}. A diamond marks a group whose 99.8{"\u00a0"}% interval lies beside the share of all; chance alone would give { $chance }. Lines are 95{"\u00a0"}% intervals.
groups-withheld = { $groups ->
    [one] One group is
   *[other] { $groups } groups are
} withheld: too small in at least one of the quarters, of too few clinics, or needed to protect another. The table names them.
groups-caption = { $measure } { $by ->
    [modality] by how sessions are held
   *[clients] by group of clients
}, quarters { $first } to { $last }
groups-remark = { $apart ->
    [yes] lies apart
   *[no] { "" }
}
group-named = { $group } ({ $breakdown })
column-group = Group
column-breakdown = By
breakdown = { $breakdown ->
    [modality] How sessions are held
    [gender] Gender
    [age_band] Age
    [ethnicity_group] Ethnicity
    [language] Language
    [employment] Employment
    [presenting_problem] Problem
   *[programme] Programme
}
group = { $group ->
    [in_person] in person
    [video] by video
    [phone] by telephone
    [chat] by chat
    [mixed] mixed
    [female] women
    [male] men
    [nonbinary] non-binary
    [not_stated] not stated
    [ocd] OCD
    [ptsd] PTSD
    [main] main language
   *[other] { $own }
}

providers-heading = Beside published providers
providers-intro = Where the network and its clinics would stand among the providers that NHS Talking Therapies publishes, as providers of their size. The dark bar is where 95 of 100 such providers would lie and the light one where 998 of 1,000 would, allowing for how much providers differ.
providers-limits = What limits the comparison: providers are whole services for adults in England with their own clients, and nothing is adjusted for that on either side. Recovery counts courses of unknown caseness as cases, as published. Here PHQ-9 and GAD-7 alone make the measure; the publisher uses a problem-specific one instead of GAD-7 where it applies. Here the last twelve months are counted, there the period that is named. Published counts are rounded to five, and small ones left out. A place beside these providers is therefore no verdict.
providers-none = No published figures stand beside the network’s. Load a file of NHS Talking Therapies, annual or monthly, with “rapport benchmark load FILE”; they are shown from the next run on, where enough clinics use both PHQ-9 and GAD-7.
providers-network = All clinics together
providers-title = { $measure }: { $centre } over { $providers } providers, and { $outside ->
    [0] nobody here lies past their limits
    [one] one here lies past their limits
   *[other] { $outside } here lie past their limits
}
providers-alt = { $rows }.
providers-place = All clinics together: { $value } of about { $courses } courses; { $below } of providers have a lower rate.{ $side ->
    [high] { " " }That is above the limits in which providers of that size lie.
    [low] { " " }That is below the limits in which providers of that size lie.
   *[within] { " " }That is within the limits in which providers of that size lie.
}
providers-chance = { $rows ->
    [one] One comparison with the providers’ limits was made
   *[other] { $rows } comparisons with the providers’ limits were made
}; of clinics that are like these providers, chance would put { $chance } past them on average.
providers-outside = { $names } { $clinics ->
    [one] lies
   *[other] lie
} { $side ->
    [high] above
   *[low] below
} the limits in which providers of that size lie. Other clients, another way of counting or other care can each be the reason: a question to ask, not an answer.
providers-no-whole = No figure can stand for all clinics together: it needs { $clinics } clinics that use both PHQ-9 and GAD-7 and have enough people, none of which makes up most of it.
providers-withheld = Published figures are loaded, but none of the network’s can stand beside them yet: no clinic that uses both PHQ-9 and GAD-7 has { $minimum } people or more in each part of these rates.
providers-period = The providers’ figures are of { $period }: { $providers } providers{ $missing ->
    [0] { "" }
    [one] ; one more has no published figure
   *[other] ; { $missing } more have no published figure
}. Source: NHS England, NHS Talking Therapies for anxiety and depression; contains public sector information licensed under the Open Government Licence v3.0.
providers-caption = { $measure }, beside providers of { $period }
chart-providers-value = providers { $value }
column-providers-range = Usual among providers
column-providers-below = Providers below
