# The text that asks a clinic for what is missing in its data. A person sends it.

reminder-greeting = Dear { $clinic },
reminder-none = thank you for your data. Everything that is yours to look after is as it should be up to week { $week }; there is nothing to do.
reminder-opening = { $points ->
    [one] thank you for your data. Up to week { $week } there is one point in it that you may be able to mend or explain:
   *[other] thank you for your data. Up to week { $week } there are { $points } points in it that you may be able to mend or explain:
}
reminder-export = { $export }: { $what }
reminder-expected = It isn’t as it should be: { $what }
reminder-found = What we saw: { $evaluated ->
    [one] since week { $since }, at the last look.
   *[other] { $failed } of { $evaluated }, since week { $since }.
}
reminder-details = In particular: { $details }.
reminder-held = { $file } waits and doesn’t count yet. { $why }
reminder-refused = { $file } couldn’t be taken. { $why }
reminder-by = Please answer by { $day }.
reminder-was-due = We had hoped for an answer by { $day }. If that is difficult, tell us what would help.
reminder-helps = What helps: { $what }
reminder-remedy = { $check ->
    [CONT-SILENT] Send the file that is due, or tell us until when none will come (a holiday, a move of the server), so that nobody waits for it.
    [CONT-GAP] Send the missing files again, if they were made. If nothing happened in those days, tell us, and we note it.
    [CONT-VOLUME] See whether the export’s query or its dates have changed. If the week really was like that, tell us why.
    [CONT-FIELD-BLANK] See whether the field was renamed or left out of the export, put it back, and send the files since then again.
    [CONT-CODES] Tell us what the new words mean, or return to the earlier list; then send the files since the change again.
    [CONT-VANISHED] Send these courses with their ending, or send the whole list again if the export broke off.
    [CONT-THERAPISTS] If therapists were renumbered, send us the list of old and new numbers; if courses were handed over, tell us.
    [CONT-STAFF] If therapists were renumbered, send us the list of old and new numbers; if new staff began, tell us.
    [CONT-CLIENTS] If clients were renumbered, send us the list of old and new numbers, for Rapport only.
    [CONT-PATHWAY] Send the courses that these appointments belong to.
    [CONT-KEYING] See whether the reversed questions are exported as they were answered, or turned already, and tell us which; we set `keyed` accordingly.
    [CONT-STEPS] Tell us which form of the questionnaire your clients fill in: the line of 10 centimetres, or numbers from 1 to 10.
    [WH-WAITING] Send the courses that these rows belong to; they count from then on.
    [WH-UNSCORED] See whether some questions are skipped in your form or left out of the export.
    [WH-OUTCOME-UNKNOWN] Fill in whether these appointments took place, and export them again.
    [WH-END-WITHOUT-REASON] Fill in how these courses ended, and export them again.
    [WH-EXPORT-TIME] Put the day and time of the export into the file’s name, as your other exports have it.
    [totals_are_whole] Send the answers, or the total as it was written on the form, without amending it.
    [items_are_answered] See whether the questions’ columns still have the names that they had.
    [few_rows_are_quarantined] Look at the workbook of refused rows beside your report: most will have one cause.
    [ROW-SHAPE] Put fields that contain the delimiter in quotes, and send these rows again with one field per column.
    [ROW-REQUIRED] Fill in the column and send these rows again.
    [ROW-CODE] Correct the code, or tell us what it means, and we add it.
    [ROW-INSTRUMENT] Tell us which questionnaire is meant, and we add its name.
    [ROW-RESPONDENT] Send who filled in the form, or correct the questionnaire’s name.
    [ROW-DATE] Correct the date, or tell us how your export writes dates now.
    [ROW-FUTURE] Correct the date. An appointment that is still to come is sent as such.
    [ROW-NUMBER] Correct the number, or tell us how your export writes numbers and empty fields now.
    [ROW-RANGE] Correct the number, or tell us that it stands for something that wasn’t recorded.
    [ROW-ITEM-RANGE] Correct the answer, or tell us that the number stands for a question without an answer.
    [ROW-ITEM-COUNT] Look whether the questionnaire’s name is right, and send as many columns as it has questions.
    [ROW-TOTAL-RANGE] Correct the total, or tell us that the number stands for a form without one.
    [ROW-KEY-COLLISION] Tell us which of the two can have another number in your system; that they clash is chance.
    [ROW-CONFLICT] Two rows tell the same form otherwise, at the same time of export. Send the right one again with a later export, or give each form a number of its own.
    [ROW-REVIEW] Send the form’s number with the review, or its questionnaire and the day on which it was filled in.
    [FILE-EMPTY] Export it again; a file without rows still needs the line with the columns’ names.
    [FILE-ENCODING] Save it as text in UTF-8 and send it again, or tell us which encoding your system writes.
    [FILE-HEADER] Put the columns’ names into the first row, one for each column, and export it again.
    [FILE-DELIMITER] Tell us which mark your export puts between fields now, and we set it.
    [FILE-COLUMN-MISSING] Export the column under the name that it had, or tell us its new name.
    [FILE-COLUMN-TWICE] Give every column a name of its own and export it again.
    [FILE-NAME-DATE] Name the file as your other ones are named, with the day of the export, or tell us how they are named from now on.
    [FILE-UNREADABLE] Open it in the program that wrote it, export it again, and send that.
    [FILE-SHEET] Tell us which sheet of the workbook is meant, or send a workbook with that sheet alone.
    [FILE-ARCHIVE] Send the archive again, or the files themselves.
    [FILE-ENCRYPTED] Send it without a password, over a connection that is encrypted itself.
    [FILE-TOO-LARGE] Split it and send the parts.
    [BATCH-ACCEPTANCE] Tell us whether anything about this export was changed of late. Nothing needs to be sent again before we have found the cause.
    [HOLD-OTHER-CLINIC] Tell us whether this file is yours. If it was sent by mistake, say so soon, and send your own.
    [HOLD-IDS] If your system gave new numbers to clients or courses, send us the list of old and new ones, for Rapport only. If not, export the file again and send it.
    [HOLD-WITHDRAWAL] Tell us whether these rows are really gone. If the export broke off, send it again, whole.
    [HOLD-LOST-FIELD] See whether the export lost the field. If so, put it back and send the file again; if it is empty in your system too, tell us.
   *[other] Correct the records in your system and export them again. What was refused row by row stands, with the reason, in the workbook refused-rows.xlsx beside your report.
}
reminder-closing = A corrected file replaces the earlier one if its export time is later. If something is as it should be, just tell us why, and we note it.
reminder-thanks = Thank you, and kind regards
