# What Great Expectations found at the door.

data-docs-heading = Great Expectations at the door
data-docs-link = Every check that Great Expectations made at the door, with its last five results
data-docs-note = Each batch is checked as a whole, once per clinic, export and run, before it is committed. Counts only: no value of a row is kept.
data-docs-none = Nothing has been checked at the door yet.
data-docs-caption = Checks of { $clinic } by export
data-docs-result = { $day }: { $outcome ->
    [passed] passed, { $failed } of { $evaluated } failed
    [failed] not passed, { $failed } of { $evaluated } failed
   *[idle] nothing to check
}
column-allowed = Allowed to fail
column-results = Last results
