# The model card, for whoever wants to know what stands behind a risk of dropping out.

card-kicker = { $network }: model card
card-heading = Risk of dropping out
card-document-title = Model card, risk of dropping out, { $week }
card-tripod-note = The card follows the items of TRIPOD for prediction models (Collins et al. 2015, 2024); their numbers stand in brackets. All figures stand in the marts risk_models, risk_validation, risk_coefficients, risk_drift, risk_outcomes and risk_actions.
card-ranged = { $value } ({ $lower } to { $upper })

card-none = There is no model: the history is too short to train and to test one. Every open course has its clinic's base rate, nobody has a rank, and nobody is flagged.
card-earned = The model is used. In weeks after those that it was trained on, it told a client who dropped out from one who didn't with an AUC of { $auc }; 0.5 is a coin, 1 is certainty.
card-refused = The model is not used, and every open course has its clinic's base rate: { $reason ->
    [no_better_than_base_rate] on people whom it hadn't seen it was no better than the base rate or a rule of thumb.
    [badly_calibrated_here] on people whom it hadn't seen its chances didn't come true.
   *[other] it hasn't earned its place.
}
card-refused-clinics = In { $clinics } its chances did not come true in later weeks, or were worse than the base rate: there the base rate is published instead.

card-what-heading = What it foretells, for whom, and what for (1, 2, 4, 6)
card-what-outcome = The probability that an open course of therapy ends by dropping out within 28 days of the week's end. Dropping out is the network's official definition: recorded as such, or no contact for as long as the contact gap. What counts is the last contact, not the day on which somebody declares the ending.
card-what-whom = Everybody whose course is open at the week's end, in clinics that send appointments. Whoever finishes as agreed within these days does not drop out.
card-use = It is for deciding whom to call first, within what a clinic can manage. It is not for closing a course, for judging a therapist, or for anything that a client would not be told.

card-data-heading = What it was trained on (4, 5, 8)
card-data-size = Ends of weeks from { $first } to { $last }: { $weeks } open courses times weeks, of { $courses } courses, of which { $dropouts } dropped out.
card-data-known = At each of them it sees what was known by the end of the following Monday: versions of appointments, forms and courses that had arrived by then. What a clinic exported before its first delivery came here counts from its export.
card-data-settled = A week counts once 28 days and the contact gap have passed, so that it is settled what became of everybody; younger weeks are left out, whatever is known of them.
card-data-consent = Clients who opted out are in none of these rows. Clients who are cared for and not to be part of research (consent no_research) are in them: the model serves the care of the same clinics, and nothing of it is research. Whoever uses it or its training rows for research has to leave them out.
card-data-print = Model { $version }; SHA-256 of the training rows { $print }…, seed { $seed }. The same rows give the same model.

card-sees-heading = What it sees, and never sees (7, 9)
card-sees = Days since the last session and beyond the usual interval; appointments missed, and whether the next one is booked; forms that are missing; the client's rating of the alliance and its fall from their own earlier ones; distress at the start, early change, change so far; waiting time; stage and plan of the course; earlier courses; problem and modality; the therapist, as far as therapists differ.
card-never-sees = Age, gender, ethnicity, language and employment are not used: nobody is called first because of them. They serve to check the model (below).
card-missing = A missing number stands at its mean, with a column that says it is missing. Scores are made comparable by the mean and spread of their own scale.

card-how-heading = How it was made (10)
card-how-kind = { $kind ->
    [boosting] Gradient boosted trees, which beat the penalised regression in later weeks beyond chance and were no worse in other clinics.
   *[hazard] A logistic regression with a ridge penalty: one step of 28 days of a discrete-time hazard. The strength of the penalty is chosen on clients whom the model hasn't seen. Gradient boosted trees were tried beside it; they replace it only if they are better beyond chance.
}
card-how-calibrated = Its chances are corrected by predictions of unseen clients: for the network by an intercept of { $intercept } and a slope of { $slope } (log odds), and for each clinic by its own shift, drawn to the network's by how little is known of the clinic.
card-how-earned = It is used only if, in later weeks, it beats the clinics' base rates beyond chance, ranks better than both rules of thumb and keeps its calibration slope between 0.5 and 2; and if it is no worse than the base rate in clinics that it wasn't trained on.

card-performance-heading = How good it is on people it hadn't seen (16)
card-performance-later = Later weeks: trained on earlier weeks only, as far as they were settled when the tested third of the weeks began.
card-performance-elsewhere = Other clinics: each clinic predicted by a model of all others, without any correction of its own, as for a clinic that has just joined.
card-performance-reading = AUC: 0.5 is a coin. Brier skill: by how much squared errors are smaller than with the clinic's base rate. In the large: 0 is right, above it more drop out than foretold. Slope: 1 is right, below it chances are too extreme. Precision: of those flagged within the budget, the share that dropped out; recall: of all that dropped out, the share that was flagged. Intervals are 95 %, with clients as clusters.
card-performance-caption = { $scheme ->
    [later_weeks] In later weeks
   *[other] In other clinics
}
card-predictor = { $predictor ->
    [hazard] Penalised hazard model
    [boosting] Gradient boosting (challenger)
    [base_rate] Clinic's base rate
    [last_missed_rule] Last appointment missed
   *[alliance_rule] Alliance low or falling, or no early change
}
card-column-predictor = Predictor
card-column-auc = AUC
card-column-brier = Brier skill
card-column-large = In the large
card-column-slope = Slope
card-column-precision = Precision
card-column-recall = Recall

card-decision-heading = Is acting on it worth it? (16, decision curve)
card-decision = Net benefit per 100 open courses: dropouts foreseen, less needless calls weighed by the threshold (at 10 %, nine needless calls weigh as much as one dropout foreseen). Calling nobody is 0. The model is of use where its line is above all others.
card-decision-caption = Net benefit per 100, in later weeks
card-column-threshold = Acting from
card-column-model = Model
card-column-last-missed = Last appointment missed
card-column-all = Calling everybody

card-decision-everywhere = Acting on the model is worth more than calling everybody, nobody or whoever missed the last appointment, from { $first } to { $last }
card-decision-somewhere = Acting on the model is worth more than calling everybody, nobody or whoever missed the last appointment when acting from { $at }
card-decision-nowhere = At no threshold is acting on the model worth more than calling everybody, nobody or whoever missed the last appointment
card-decision-alt = Net benefit per 100 open courses by the chance from which on somebody acts; calling nobody is 0. { $items }
card-decision-alt-item = From { $threshold }: model { $model }, last appointment missed { $rule }, calling everybody { $everybody }.
card-line-model = Model
card-line-last-missed = Last appointment missed
card-line-all = Calling everybody
card-line-nobody = Calling nobody
card-axis-threshold = Acting from a chance of

card-clinics-heading = In each clinic (16)
card-clinics = In later weeks: what share dropped out within 28 days, what share the model expected, and whether its chances came true there.
card-clinics-caption = Calibration by clinic, in later weeks
card-column-clinic = Clinic
card-column-observed = Observed
card-column-expected = Expected
card-column-basis = Published
card-basis = { $refused ->
    [yes] base rate
   *[no] model
}

card-subgroups-heading = For different people (16, 17)
card-subgroups = Whether its chances come true for everybody alike. Groups with too few people on either side are not told. Silence is a large part of what it knows: the first table shows how well it does among those who were seen lately.
card-subgroup-caption = { $scope ->
    [contact] By how lately they were seen
    [age_band] By age
    [gender] By gender
    [ethnicity_group] By ethnic group
   *[language] By language
}
card-column-group = Group
card-too-few = too few

card-full-heading = The model in full (15)
card-full = The log odds are the intercept plus each term times its coefficient; numbers as distances from their mean in standard deviations. Therapists' own effects are not told; their row shows by how much they differ (standard deviation in log odds).
card-full-trees = Trees have no coefficients to print; the whole model is kept in the home's models folder.
card-full-caption = Coefficients, the largest first
card-column-term = Term
card-column-coefficient = Coefficient
card-column-mean = Mean
card-column-sd = Standard deviation

card-since-heading = Since then (22, 23)
card-drifted = This week differs from training by more than half a standard deviation in { $names }: it is time to look, and perhaps to train anew.
card-not-drifted = What the model sees this week is like what it was trained on.
card-flags = What became of those who were flagged. The flags of past weeks are worked out from what was known then, by the model in force then. Whoever is called and stays counts as kept coming: the table cannot tell whether the call did it.
card-flags-caption = Flags by week
card-column-week = Week
card-column-flagged = Flagged
card-column-dropped-out = Dropped out
card-column-kept-coming = Kept coming
card-column-ended = Ended otherwise
card-column-not-known = Not known yet

card-flags-elsewhere = What became of those who were flagged, and what clinics did, changes every week, so that small numbers could be found by subtraction: each clinic’s own report tells its own, and the quality team’s card those of all.
card-followed = What followed flags of at least four weeks ago, by what clinics say that they did within seven days. Each course counts once, by its first flag. Clinics that send no list of what they did stand in a row of their own.
card-followed-no-cause = This is no effect of calling: those who were called were chosen, often because somebody was worried about them, so the rows differed before anybody called.
card-followed-caption = How flagged courses went on within 28 days, by what was done
card-handled = { $handled ->
    [acted] An action within seven days
    [none_needed] Looked at, no action needed
    [nothing_recorded] Nothing recorded
   *[not_told] Clinic sends no actions
}
card-column-handled = What was done
card-column-courses = Courses
card-column-completed = Completed
card-column-interval = 95{"\u00a0"}% interval

card-limits-heading = What it cannot do (18, 19)
card-limit-contact = Whoever has been silent for weeks is likely to have left already. A high risk then says that a call is overdue, not that there is still time.
card-limit-time = It learns from how clinics have worked. When opening hours, forms or the recording of endings change, its chances may stop coming true; the weekly check for drift warns of it, and every quarter it is trained anew.
card-limit-cause = Reasons say what raises the number, not what causes dropping out. A clinic that acts on its flags changes what the model later learns from.
card-limit-new = A clinic that has just joined is judged by what was learnt elsewhere; its own correction comes with its own settled weeks.
