# Said on every page: intervals, counts, dates, what stands in place of a figure.

interval = 95{"\u00a0"}% interval { $lower } to { $upper }
share-with-interval = { $value }, 95{"\u00a0"}% interval { $lower } to { $upper }
interval-none = no interval can be given yet
share-without-interval = { $value }, no interval yet
range = { $lower } to { $upper }
score-range = { $lower } to { $upper }
counts = { $part } of { $whole }
quarter = Q{ $number } { $year }
week = week{"\u00a0"}{ $number }/{ $year }
week-title = Week { $number } of { $year }: { $days }
no-day = nothing yet
none = –
withheld = withheld

skip-link = Skip to the figures
contents-label = On this page
banners-heading = Before you read on
dates-heading = How far the data goes
table-sort = Sort by
numbers-summary = The numbers in a table
numbers-note = Every number of this page has an id: point at the number to see it. rapport explain and the id tell where it comes from, and whether it still holds. All ids stand in numbers.json beside this page.
provenance-heading = Where these figures come from
provenance-run = Built from what had arrived by { $known } (run { $run }, version { $version }).
version-unknown = unknown
provenance-held = Deliveries and checks are of that run. All other figures are of week { $week }, from what had arrived by { $known }.
provenance-definition = A course counts as dropped out when its recorded ending says so, or when { $days } days have passed without an attended session, up to the last day for which this clinic has sent appointments.
provenance-definition-recorded = A course counts as dropped out when its recorded ending says so. Without appointment data nothing else can tell.
provenance-definition-network = A course counts as dropped out when its recorded ending says so, or when a contact gap has passed without an attended session ({ $days } days unless a clinic has set its own), up to the last day for which the clinic has sent appointments.
provenance-interval = An interval says which values the data still allow: the fewer people stand behind a number, the wider it is. Two numbers whose intervals overlap widely shouldn’t be read as different.

# The network beside a clinic's own figure.
network-figure = Network: { $value } of about { $whole } { $measure ->
    [dropout] ended courses, however long they lasted
    [reliable_improvement] ended courses with a first and a last form
   *[other] courses
}, over the clinics that have enough of them.
network-no-figure = No network figure: it needs at least { $clinics } clinics with enough people, none of which makes up most of it.

respondent = { $respondent ->
    [client] the client
    [therapist] the therapist
    [parent] a parent
    [child] the child
   *[observer] an observer
}
scale-by = { $scale }, rated by { $respondent }
