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
quality-by-rule-caption = How many rows each rule refused in the last seven days’ files
quality-refusals-summary = File by file, with row numbers
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
    [decaying] passes, but grows worse
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

held-heading = Held until somebody decides
held-intro = Something about these files looks wrong, so nothing of them counts yet. Whoever knows the clinic decides; name and reason are kept. To refuse one for good, write reject in place of release.
held-caption = Deliveries that wait for a decision, whenever they came
held-command = rapport deliveries release { $key } --by NAME --reason "WHY"
column-since-day = Since
column-command = Command to let it in

quality-inbox = no clinic
quality-changes-caption = Checks that fail, grow worse, or have just stopped failing
quality-persisting = { $weeks ->
    [one] persisting since { $since } (one week)
   *[other] persisting since { $since } ({ $weeks } weeks)
}
quality-signed-off = Accepted by { $by }.
quality-note = { $note } ({ $by })
quality-due = { $overdue ->
    [yes] Overdue since { $day }.
   *[no] Due on { $day }.
}
quality-trend-title = { $check } { $clinic }: { $first } failed in { $since }, { $last } now
quality-trend-alt = Share that failed over { $weeks } weeks with control limits: { $check } { $clinic }, { $first } in { $since }, { $last } now.
quality-trend-caption = { $check } { $clinic }, week by week
quality-alarm = { $alarm ->
    [yes] alarm
   *[no] { "" }
}
column-note = Note
column-week = Week

quality-restated-heading = What moved earlier figures
quality-restated-intro = Events of earlier weeks that arrived, were corrected or were taken back in the seven days up to the run. Figures of those weeks differ from the reports of the time; rapport run --as-known-at builds them as they were.
quality-restated-caption = Changes to earlier weeks, by clinic and cause
quality-restated-none = Nothing of earlier weeks has changed.
column-oldest = Oldest event

quality-models-heading = Health of the models
quality-risk-caption = What each clinic’s dropout risk rests on
quality-risk-none = The published file holds no dropout risk.
quality-basis = { $basis ->
    [model] model
   *[base_rate] base rate
}
quality-case-mix-caption = What is expected of a clinic’s clients: how well the models foretell courses that they hadn’t seen
quality-case-mix = { $basis ->
    [model] used
   *[overall] not used: { $foretells ->
        [yes] too little to rest on
       *[no] it foretells no better than the overall share
    }
}
column-basis = Basis
column-open-courses = Open courses
column-flagged = Flagged
column-model = Model
column-measure = Measure
column-auc = AUC (0.5 is a coin)
column-slope = Calibration slope (1 is right)
column-used = Use

quality-disclosure-heading = What the network was shown
quality-disclosure-intro = A figure is one clinic on one measure. Each decision stands in marts.disclosure_log.
quality-disclosure-caption = Figures of the week by decision
quality-decision = { $decision ->
    [released] Shown
    [repeated] Shown as of an earlier week
   *[withheld] Withheld
}
column-decision = Decision
column-figures = Figures
column-clinics = Clinics
