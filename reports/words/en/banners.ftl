# What to know before reading on.

banner-held-title = The figures are of an earlier week
banner-held = A check on this week’s build failed, so the figures below are those of { $week }. Deliveries and checks are today’s. What failed: { $reason }
banner-held-same = A check on this week’s build failed and there are no earlier figures to show in their place. What failed: { $reason }
banner-held-no-reason = the run did not say
banner-simulated-title = These people are invented
banner-simulated = This is a demonstration. No figure here is about anybody who lives.
banner-first-month-title = The first month
banner-first-month = The first course began on { $first }. Most figures need courses that have ended, so much of this page fills over the coming months.
banner-no-appointments-title = No appointment data is sent
banner-no-appointments = Who attends and who stops can’t be told without appointments, so this page doesn’t say. It isn’t zero: it isn’t known. Alliance and outcomes rest on the forms alone.
banner-too-few-title = Too few courses for percentages
banner-too-few = { $courses ->
    [0] No course has begun in the last twelve months.
    [one] One course has begun in the last twelve months. From so few, counts are shown and percentages aren’t.
   *[other] { $courses } courses have begun in the last twelve months. From so few, counts are shown and percentages aren’t.
}
banner-quiet-title = No delivery this week
banner-quiet = The last files arrived on { $last }. What has happened since isn’t in this page.
banner-stale-title = The data is old
banner-stale = The latest appointment or form that was sent lies { $days } days before the week’s end. Nothing below is about these weeks; an export that has stopped is the likeliest reason.
banner-few-sessions-title = Few sessions this week
banner-few-sessions = { $attended ->
    [0] No appointment of this week has been attended
    [one] One appointment of this week has been attended
   *[other] { $attended } appointments of this week have been attended
}; in the middle of the eight weeks before it were { $usual }.{ $known ->
    [no] { " " }In a holiday week that is as it should be, and nobody needs to do anything. Otherwise an export may have stopped too early.
   *[yes] { " " }The network’s calendar says why: { $event }. Nobody needs to do anything.
} So few say nothing about a trend.
banner-holiday-title = Holiday week
banner-holiday-named = { $name } ({ $days })
banner-holiday = In this week: { $holidays }.
banner-holiday-sessions = { $attended ->
    [0] No appointment of this week has been attended
    [one] One appointment of this week has been attended
   *[other] { $attended } appointments of this week have been attended
}; in the middle of the eight weeks before it were { $usual }.
banner-holiday-meaning = Fewer sessions and files are as they should be in such a week and say nothing about a trend.
banner-never-title = Nothing has arrived yet
banner-never = No file of this clinic has been received so far. This page fills with the first delivery.
banner-few-clinics-title = Too few clinics for network figures
banner-few-clinics = { $clinics ->
    [one] The network has one clinic.
   *[other] The network has { $clinics } clinics.
} A figure over all of them needs at least { $minimum }, or one clinic’s could be worked out from it.
banner-vault-title = Clients and therapists appear by number
banner-vault = The file that holds this clinic’s own identifiers can’t be opened, so clients and therapists have numbers here. All figures are as they should be. Whoever runs Rapport should look after the vault.
