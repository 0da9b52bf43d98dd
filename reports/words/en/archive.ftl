# The list of all reports.

archive-document-title = Reports of { $network }
archive-kicker = All weekly reports
archive-period = By week, the newest first
archive-foot = About these reports
archive-note = Each report stands alone: it can be kept, printed or sent without the others.
archive-search = Find a report by name, week or kind of file
archive-found = Reports found:
archive-pdf = PDF
archive-workbook = Workbook
archive-model-card = Model card
archive-data-docs = Checks at the door
archive-week = Week { $number } of { $year }
archive-team = { $team ->
    [network] The network
   *[quality] Deliveries and data quality
}
