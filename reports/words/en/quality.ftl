# The quality team's weekly page.

quality-kicker = { $network } · weekly report
quality-heading = Deliveries and data quality
quality-document-title = Deliveries and data quality, week { $week }
quality-definition = Deliveries are those of the seven days up to that moment. Every row of every file ends in exactly one state, so an account that doesn’t balance is a fault of Rapport’s and not of the clinic’s.
quality-network = the network
quality-not-counted = not counted

quality-headline = { $deliveries ->
    [0] No file arrived in the last seven days.
    [one] One file arrived in the last seven days: { $accepted } taken, { $redelivered } sent again unchanged, { $refused } refused, { $held } held for a person to release.
   *[other] { $deliveries } files arrived in the last seven days: { $accepted } taken, { $redelivered } sent again unchanged, { $refused } refused, { $held } held for a person to release.
}
quality-headline-rows = Of the { $received } rows in them, { $loaded } were loaded and { $quarantined } refused one by one.
quality-headline-balance = { $accounts ->
    [0] Every row account balances.
    [one] One row account doesn’t balance: look at it first.
   *[other] { $accounts } row accounts don’t balance: look at them first.
}
quality-headline-silent = Nothing came from { $names }.

quality-unbalanced-heading = Accounts that don’t balance
quality-unbalanced-caption = Row accounts where the states don’t sum to the rows received
quality-not-taken-heading = Files that weren’t taken
quality-not-taken-caption = Deliveries refused or held in the last seven days
quality-not-taken-none = Every file was taken.
quality-refusals-heading = Rows refused, by rule
quality-refusals-caption = Rows refused in the last seven days’ files; row numbers as a spreadsheet counts them, header = 1
quality-refusals-none = No row was refused.
quality-checks-heading = Checks
quality-checks-caption = Checks that fail, or failed the time before
quality-checks-passed = { $checks ->
    [0] No check has been measured yet.
   *[other] { $passed } of { $checks } checks passed.
}{ $idle ->
    [0] { "" }
    [one] { " " }One more had nothing to look at.
   *[other] { " " }{ $idle } more had nothing to look at.
}
quality-waiting-heading = Forms that wait for their course
quality-waiting-caption = Forms that have arrived before their course
quality-waiting-none = No form is waiting.
quality-unclaimed-heading = Files that no export claims
quality-unclaimed-caption = Files in a clinic’s source that match no export’s pattern
quality-accounts-heading = Row accounts
quality-accounts-caption = What became of every row of the last seven days’ files
quality-deliveries-heading = Every delivery
quality-deliveries-caption = Deliveries of the last seven days
quality-deliveries-summary = List them
quality-too-many = { $deliveries } deliveries are too many to list here; they are in audit.deliveries of the published file.
quality-no-deliveries = No file arrived in the last seven days.

quality-status = { $status ->
    [accepted] taken
    [redelivered] sent again unchanged
    [refused] refused
    [released] held, then released
   *[held] held
}
quality-state = { $state ->
    [loaded] Loaded
    [duplicate] Duplicate
    [quarantined] Refused rows
    [skipped] Skipped
    [held] Held
   *[refused] In refused files
}
quality-balanced = { $balanced ->
    [yes] balances
   *[no] doesn’t balance
}
quality-severity = { $severity ->
    [error] error
   *[warning] warning
}
quality-change = { $change ->
    [new] new
    [persisting] persisting
   *[resolved] resolved
}
quality-row-numbers = { $listed } and { $more } more

column-file = File
column-export = Export
column-status = Status
column-rule = Rule
column-reason = Reason
column-rows = Rows
column-files = Files
column-received-rows = Rows received
column-balance = Account
column-arrived = Received
column-accounted = Rows accounted for
column-column = Column
column-row-numbers = Row numbers
column-remedy = What mends it
column-check = Check
column-severity = Severity
column-failed = Failed
column-not-applicable = Not applicable
column-change = Change
column-instrument = Instrument
column-since = Oldest since
