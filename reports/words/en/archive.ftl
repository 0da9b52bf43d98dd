# The list of all reports.

archive-document-title = Reports of { $network }
archive-kicker = All weekly reports
archive-period = By week, the newest first
archive-foot = About these reports
archive-note = Each report stands alone: it can be kept, printed or sent without the others.
archive-week = Week { $number } of { $year }
archive-team = { $team ->
    [network] The network
   *[quality] Deliveries and data quality
}
