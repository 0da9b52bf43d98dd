# The quality team's weekly page.

quality-kicker = { $network } · weekly report
quality-heading = Deliveries and data quality
quality-document-title = Deliveries and data quality, week { $week }
quality-definition = Deliveries are those of the seven days up to that moment. Every row of every file ends in exactly one state, so an account that doesn’t balance is a fault of Rapport’s and not of the clinic’s.
quality-network = the network
quality-not-counted = not counted

quality-headline = { $deliveries ->
    [0] No file arrived in the last seven days.
    [one] One file arrived in the last seven days. { $accepted ->
        [one] It was taken.
       *[other] { $redelivered ->
            [one] It had come before, unchanged.
           *[other] { $refused ->
                [one] It was refused.
               *[other] { $released ->
                    [one] It was held at first, and let in since.
                   *[other] It is held until somebody decides.
                }
            }
        }
    }
   *[other] { $deliveries } files arrived in the last seven days: { $accepted } taken{ $redelivered ->
        [0] { "" }
       *[other] , { $redelivered } sent again unchanged
    }{ $released ->
        [0] { "" }
       *[other] , { $released } held at first and let in since
    }, { $refused ->
        [0] none refused
       *[other] { $refused } refused
    }, { $held ->
        [0] none held
       *[other] { $held } held until somebody decides
    }.
}
quality-headline-rows = Of their { $received } rows, { $loaded } were loaded, { $duplicate } repeat what was known, { $skipped } were skipped with a reason (another form’s or site’s, blank, a test), and { $quarantined ->
    [0] none was refused
    [one] one was refused
   *[other] { $quarantined } were refused
} one by one.{ $outside ->
    [0] { "" }
    [one] { " " }One more stands in a file that wasn’t taken.
   *[other] { " " }{ $outside } more stand in files that weren’t taken.
}
quality-headline-balance = { $accounts ->
    [0] Every row account balances.
    [one] One row account doesn’t balance: look at it first.
   *[other] { $accounts } row accounts don’t balance: look at them first.
}
quality-headline-checks-first = { $failing ->
    [0] All { $checks } checks that had something to look at passed.
    [one] One of { $checks } checks fails.
   *[other] { $failing } of { $checks } checks fail.
} This is the first week: from the next one on, this page tells which are new, which persist and which are resolved.
quality-headline-checks = { $failing ->
    [0] All { $checks } checks that had something to look at passed
    [one] One of { $checks } checks fails, { $new ->
        [0] as it did the week before
       *[other] which is new
    }
   *[other] { $failing } of { $checks } checks fail: { $new ->
        [0] none is new
        [one] one is new
       *[other] { $new } are new
    }, { $persisting ->
        [0] none persists
        [one] one persists
       *[other] { $persisting } persist
    }
}{ $resolved ->
    [0] .
    [one] ; one that failed the week before is resolved.
   *[other] ; { $resolved } that failed the week before are resolved.
}{ $decaying ->
    [0] { "" }
    [one] { " " }One more passes but grows worse.
   *[other] { " " }{ $decaying } more pass but grow worse.
}
quality-headline-accepted = { $accepted ->
    [0] Nobody has accepted a finding by name.
    [one] One finding is accepted by name.
   *[other] { $accepted } findings are accepted by name.
}{ $overdue ->
    [0] { "" }
    [one] { " " }One answer is overdue.
   *[other] { " " }{ $overdue } answers are overdue.
}
quality-headline-restated = { $events ->
    [0] No event of an earlier week came late, was corrected, taken back or left with a client who opted out
   *[other] In earlier weeks, { $late } events came late, { $corrected } were corrected, { $withdrawn } taken back and { $opted_out } left because clients opted out
}; { $figures ->
    [0] no figure of a month that was over is told otherwise than before.
    [one] one figure of a month that was over is told otherwise than before.
   *[other] { $figures } figures of months that were over are told otherwise than before.
}
quality-headline-disclosed = Of { $figures } figures of single clinics, the network was shown { $shown }{ $repeated ->
    [0] { "" }
    [one] , one of them as of an earlier week
   *[other] , { $repeated } of them as of an earlier week
}; { $withheld ->
    [0] none was withheld.
    [one] one was withheld to protect single people.
   *[other] { $withheld } were withheld to protect single people.
}
quality-headline-waiting = { $rows ->
    [one] One row waits for its course and is in no figure yet.
   *[other] { $rows } rows wait for their course and are in no figure yet.
}
quality-headline-silent = Nothing came from { $names }.

quality-unbalanced-heading = Accounts that don’t balance
quality-unbalanced-caption = Row accounts where the states don’t sum to the rows received
quality-not-taken-heading = Files that weren’t taken
quality-not-taken-caption = Deliveries refused or held in the last seven days
quality-not-taken-none = Every file was taken.
quality-refusals-heading = Rows refused, by rule
quality-by-rule-caption = How many rows each rule refused in the last seven days’ files
quality-by-rule-more = { $rules ->
    [one] One more row of this table
   *[other] { $rules } more rows of this table
}
quality-refusals-summary = File by file, with row numbers
quality-refusals-caption = Rows refused in the last seven days’ files; row numbers as a spreadsheet counts them, header = 1
quality-refusals-none = No row was refused.
quality-checks-heading = Checks
quality-checks-caption = Checks that fail, or failed the time before
quality-checks-more = { $checks ->
    [one] One more check
   *[other] { $checks } more checks
}
quality-checks-passed = { $checks ->
    [0] No check has been measured yet.
   *[other] { $passed } of { $checks } checks passed.
}{ $idle ->
    [0] { "" }
    [one] { " " }One more had nothing to look at.
   *[other] { " " }{ $idle } more had nothing to look at.
}
quality-waiting-heading = What waits for its course
quality-waiting-caption = Forms, appointments and actions that have arrived before their course
quality-waiting-none = Nothing is waiting.
quality-unclaimed-heading = Files that no export claims
quality-unclaimed-caption = Files in a clinic’s source that match no export’s pattern
quality-accounts-heading = What arrived
quality-accounts-caption = What became of every row of the last seven days’ files, export by export
quality-arrived-caption = What arrived from each clinic in the last seven days, and what became of its rows
quality-accounts-summary = Export by export
quality-deliveries-caption = Deliveries of the last seven days
quality-deliveries-summary = File by file
quality-too-many = { $deliveries } files are too many to list here one by one; they are in audit.deliveries of the published file.
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
column-where = Export or feed
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
column-check = What should hold, or was wrong
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

quality-sign-offs-heading = Accepted and asked, by name
quality-sign-offs-intro = rapport audit sign-off accepts a check’s finding or a delivery as it stands, by name and for a while; with --ask-only it notes by when an answer is due. rapport audit reminder and a clinic’s id print a text to send.
quality-sign-offs-none = Nobody has accepted or asked anything.
quality-sign-offs-caption = What people have noted, accepted or decided
quality-signed-decision = { $decision ->
    [accepted] accepted
    [released] let in
    [rejected] refused for good
   *[noted] noted
}
quality-holds-for-good = for good
quality-holds-until = { $holds ->
    [yes] until { $day }
   *[no] ran out on { $day }
}
quality-chained = { $chained ->
    [yes] in the log
   *[no] by hand
}
column-subject = About
column-by = By
column-on = On
column-holds = Holds
column-due = Answer
column-chained = Kept

quality-handovers-heading = Who was given the reports
quality-handovers-intro = As far as this run knows: what it sends itself stands in the next report, and at once in rapport deliver --list. Who a recipient is stands only in the home, at the line that is named.
quality-handovers-remark = { $sent ->
    [0] Nothing was sent or handed over in the last five weeks.
    [one] One report was sent or handed over in the last five weeks.
   *[other] { $sent } reports were sent or handed over in the last five weeks.
}{ $waiting ->
    [0] { "" }
    [one] { " " }One recipient still waits for a report: every attempt has failed.
   *[other] { " " }{ $waiting } times a recipient still waits for a report: every attempt has failed.
}{ $unknown ->
    [0] { "" }
    [one] { " " }One of them isn’t known to the log as it was rendered: run rapport audit verify.
   *[other] { " " }{ $unknown } of them aren’t known to the log as they were rendered: run rapport audit verify.
}
quality-failing-caption = Reports that haven’t reached their recipients
quality-handovers-summary = Delivery by delivery
quality-handovers-caption = What was sent or handed over in the last five weeks
quality-handover-state = { $state ->
    [sent] sent
    [failed] failed
   *[unknown] not known
}
quality-handover-unknown = A run broke off while it was sent, so nobody knows whether it arrived: ask.
quality-way = { $way ->
    [mail] mail
    [folder] folder
    [sftp] SFTP
    [by_hand] by hand
    [none] no way could be made
   *[other] { $way }
}
quality-team = { $team ->
    [network] the network
   *[quality] the quality team
}
quality-recipient = no. { $number }
quality-as-rendered = { $rendered ->
    [yes] yes
   *[no] no
}
column-audience = For
column-recipient = Recipient
column-way = Way
column-failures = Failures
column-attempts = Attempts
column-last-tried = Last tried
column-when = When
column-became = State
column-as-rendered = As rendered
column-line = Line

quality-restated-heading = What moved earlier figures
quality-restated-intro = Events of earlier weeks that arrived, were corrected, were taken back or left because a client opted out, in the seven days up to the run. What an erasure took isn’t compared. Figures of those weeks differ from the reports of the time; rapport run --as-known-at builds them as they were.
quality-restated-caption = Changes to earlier weeks, by clinic and cause
quality-restated-none = No event of an earlier week came late, was corrected, taken back or left with a client who opted out.
quality-restatements-none = No figure of a month that was over is told otherwise than before.
quality-restatement-causes-caption = Figures of months that were over, told otherwise than in an earlier week’s reports, by cause
quality-restatements-summary = Figure by figure
quality-restatements-caption = Each figure that is told otherwise: what it was, what it is, and why
quality-figure = { $measure ->
    [courses_begun] Courses begun
    [courses_ended] Courses ended
    [dropouts] Dropouts
    [sessions_attended] Sessions attended
    [forms_scored] Forms scored
    [pairs] Courses with a first and a last form
    [reliably_improved] Courses reliably improved
   *[other] { $measure }
}
quality-cause = { $cause ->
    [late_data] records that arrived late
    [correction] records that were corrected
    [withdrawal] records that were taken back
    [opting_out] clients who opted out
    [definitions] changed definitions
    [code_version] another version of Rapport
   *[time] time that has passed (a contact gap ran out)
}
column-cause = Cause
column-figures-changed = Figures
column-largest-change = Largest change
column-figure = Figure
column-month = Month
column-told-in = First told in
column-told-then = Told then
column-told-now = Told now

quality-fields-heading = How well fields are filled
quality-fields-none = No file has brought a field to look at yet.
quality-fields-summary = In the files made in { $month }, { $valid } of { $values } values were valid, { $missing } were missing, and { $invalid } were refused as invalid. Fields that an export never fills aren’t counted. { $worse ->
    [0] No field is filled clearly worse than in the month before.
    [one] One field is filled clearly worse than in the month before.
   *[other] { $worse } fields are filled clearly worse than in the month before.
}
quality-fields-worse-caption = Fields of which the valid share has fallen by more than ten points since the month before
quality-profile-summary = By clinic, feed and month
quality-profile-caption = How values were filled, by clinic, feed and month of the file: shares of all values
quality-fields-listed-summary = Field by field, in the latest month
quality-fields-caption = How each field was filled in the latest month: shares of its rows
quality-part = { $part ->
    [valid] Valid
    [other] Other
    [defaulted] Default
    [invalid] Invalid
   *[missing] Missing
}
quality-feed = { $feed ->
    [clients] Clients
    [therapists] Therapists
    [episodes] Courses
    [appointments] Appointments
    [responses] Forms
    [actions] Actions
   *[other] { $feed }
}
column-feed = Feed
column-field = Field
column-fields = Fields
column-values = Values
column-month-before = Month before
column-valid-before = Valid then

quality-integrity-heading = Questions worth asking
quality-integrity-unknown = The published file holds no such questions.
quality-integrity-remark = { $asked ->
    [0] None of { $made } questions that could be asked about how records came about is asked this week.
    [one] One of { $made } questions that could be asked about how records came about is asked this week.
   *[other] { $asked } of { $made } questions that could be asked about how records came about are asked this week.
} If everything were as usual everywhere, chance alone would ask { $chance } of them. A question is no verdict: there may be a good answer, and the clinic is the one to ask.
quality-integrity-caption = Questions to clinics about how their records came about
quality-integrity-summary = What was looked at without a question coming of it
quality-integrity-quiet-caption = Looked at, and no more of it than usual
quality-question = { $question ->
    [heaping_below_cutoff] Many last scores stand just on the healthy side of the cut-off. How are last forms filled in?
    [identical_answers] Many forms have exactly the answers of the same client’s form before. Are answers carried over?
    [forms_within_minutes] Several forms of one client came within a quarter of an hour. Are they filled in afterwards?
    [attendance_edited_after_end] Attendance was changed more than two weeks after the course had ended. What was corrected?
    [totals_without_answers] Many forms came as totals without answers. Who types them in, and from what?
   *[other] { $question }
}
column-question = Question
column-about-what = About
column-noticed = Seen in
column-usual-share = Usual at most
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
quality-model-card-link = The model card: what it learnt from, how good it is, and for whom
quality-risk-validation-caption = How well the dropout model foretells people whom it hadn’t seen
quality-risk-metric = { $metric ->
    [auc] AUC (0.5 is a coin, 1 certainty)
    [brier_skill] Brier skill (0 is no better than the clinic’s base rate)
    [calibration_in_the_large] Calibration in the large (0 is right)
    [calibration_slope] Calibration slope (1 is right)
    [precision_at_budget] Of those flagged, share that dropped out
    [recall_at_budget] Of those who dropped out, share that was flagged
   *[other] { $metric }
}
quality-risk-drift = { $drifted ->
    [0] Of { $looked_at } things that the dropout model sees, none has moved far from what it was trained on.
    [one] Of { $looked_at } things that the dropout model sees, one has moved far from what it was trained on: consider training it anew.
   *[other] Of { $looked_at } things that the dropout model sees, { $drifted } have moved far from what it was trained on: consider training it anew.
}
quality-risk-drift-summary = What the model sees, now and in training
quality-risk-drift-caption = What the dropout model sees: means in training and now, and the distance in standard deviations
quality-drifted = { $drifted ->
    [yes] has drifted
   *[no] { "" }
}
column-measure-of-model = How it is measured
column-later-weeks = In later weeks
column-other-clinics = In other clinics
column-seen = What the model sees
column-in-training = In training
column-now = Now
column-difference = Distance
column-allowed-difference = Allowed
column-looked-at = Courses
quality-case-mix-summary = What is expected of a clinic’s clients: the models measure by measure
column-basis = Basis
column-open-courses = Open courses
column-flagged = Flagged
column-model = Model
column-measure = Measure
column-auc = AUC (0.5 is a coin)
column-slope = Calibration slope (1 is right)
column-used = Use

quality-disclosure-heading = What the network was shown
quality-disclosure-intro = A figure is one clinic on one measure. Each decision stands in marts.disclosure_log, those of quarters and groups in marts.disclosure_log_quarters.
quality-disclosure-caption = Figures of the week by decision
quality-quarters-caption = Figures of the latest closed quarter, by decision
column-quarter-shown = Quarter
column-groups = Groups
column-measures = Measures
quality-withheld-summary = Figure by figure
quality-withheld-caption = Figures that the network wasn’t shown as they stand, by measure and clinic
quality-withheld-reason = { $reason ->
    [few_altogether] too few people are counted at all
    [few_cases] too few people are among those counted
    [few_others] too few people are among the others
    [few_courses] too few courses stand behind it
    [too_few_clinics] too few clinics are shown for a figure over all of them
    [one_clinic_makes_up_most_of_it] one clinic makes up most of it
    [too_few_have_come_in_between_two_weeks] too few have come in since the week that was shown
   *[other] { $told }
}
quality-everyone = all clinics together
column-as-of = Shown as of
quality-decision = { $decision ->
    [released] Shown
    [repeated] Shown as of an earlier week
   *[withheld] Withheld
}
column-decision = Decision
column-figures = Figures
column-clinics = Clinics
