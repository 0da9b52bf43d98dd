# Der Text, der eine Einrichtung um das bittet, was in ihren Daten fehlt. Ein Mensch sendet ihn.

reminder-greeting = Guten Tag { $clinic },
reminder-none = vielen Dank für Ihre Daten. Alles, worum Sie sich kümmern, ist bis einschließlich Woche { $week }, wie es sein soll; es ist nichts zu tun.
reminder-opening = { $points ->
    [one] vielen Dank für Ihre Daten. Bis einschließlich Woche { $week } gibt es darin einen Punkt, den Sie vielleicht beheben oder erklären können:
   *[other] vielen Dank für Ihre Daten. Bis einschließlich Woche { $week } gibt es darin { $points } Punkte, die Sie vielleicht beheben oder erklären können:
}
reminder-export = { $export }: { $what }
reminder-expected = So sollte es sein und ist es nicht: { $what }
reminder-found = Was wir gesehen haben: { $evaluated ->
    [one] seit Woche { $since }, bei der letzten Prüfung.
   *[other] { $failed } von { $evaluated }, seit Woche { $since }.
}
reminder-details = Im Einzelnen: { $details }.
reminder-held = { $file } wartet und zählt noch nicht. { $why }
reminder-refused = { $file } konnte nicht übernommen werden. { $why }
reminder-by = Bitte antworten Sie bis zum { $day }.
reminder-was-due = Wir hatten auf eine Antwort bis zum { $day } gehofft. Falls das schwierig ist, sagen Sie uns bitte, was helfen würde.
reminder-helps = Was hilft: { $what }
reminder-remedy = { $check ->
    [CONT-SILENT] Senden Sie die fällige Datei, oder sagen Sie uns, bis wann keine kommt (Ferien, Umzug des Servers), damit niemand auf sie wartet.
    [CONT-GAP] Senden Sie die fehlenden Dateien erneut, falls sie erstellt wurden. Falls in diesen Tagen nichts geschah, sagen Sie es uns, und wir vermerken es.
    [CONT-VOLUME] Sehen Sie nach, ob sich die Abfrage des Exports oder ihr Zeitraum geändert hat. Falls die Woche wirklich so war, sagen Sie uns bitte warum.
    [CONT-FIELD-BLANK] Sehen Sie nach, ob das Feld umbenannt oder im Export ausgelassen wurde, nehmen Sie es wieder auf, und senden Sie die Dateien seither erneut.
    [CONT-CODES] Sagen Sie uns, was die neuen Wörter bedeuten, oder kehren Sie zur früheren Liste zurück; senden Sie dann die Dateien seit der Änderung erneut.
    [CONT-VANISHED] Senden Sie diese Behandlungen mit ihrem Ende, oder die ganze Liste erneut, falls der Export abgebrochen ist.
    [CONT-THERAPISTS] Falls Behandelnde neue Nummern haben, senden Sie uns die Liste der alten und neuen Nummern; falls Behandlungen übergeben wurden, sagen Sie es uns.
    [CONT-STAFF] Falls Behandelnde neue Nummern haben, senden Sie uns die Liste der alten und neuen Nummern; falls neue begonnen haben, sagen Sie es uns.
    [CONT-CLIENTS] Falls Klientinnen und Klienten neue Nummern haben, senden Sie uns die Liste der alten und neuen Nummern, nur für Rapport.
    [CONT-PATHWAY] Senden Sie die Behandlungen, zu denen diese Termine gehören.
    [CONT-KEYING] Sehen Sie nach, ob die umgekehrt gestellten Fragen so exportiert werden, wie sie beantwortet wurden, oder bereits umgepolt, und sagen Sie uns, was zutrifft; wir setzen `keyed` entsprechend.
    [CONT-STEPS] Sagen Sie uns, welche Fassung des Fragebogens ausgefüllt wird: die Linie von 10 Zentimetern oder Zahlen von 1 bis 10.
    [WH-WAITING] Senden Sie die Behandlungen, zu denen diese Fragebögen gehören; von da an zählen sie.
    [WH-UNSCORED] Sehen Sie nach, ob in Ihrem Fragebogen Fragen übersprungen oder im Export ausgelassen werden.
    [WH-OUTCOME-UNKNOWN] Tragen Sie ein, ob diese Termine stattfanden, und exportieren Sie sie erneut.
    [WH-END-WITHOUT-REASON] Tragen Sie ein, wie diese Behandlungen endeten, und exportieren Sie sie erneut.
    [WH-EXPORT-TIME] Setzen Sie Tag und Uhrzeit des Exports in den Dateinamen, wie bei Ihren anderen Exporten.
    [totals_are_whole] Senden Sie die Antworten, oder die Summe so, wie sie auf dem Fragebogen stand.
    [items_are_answered] Sehen Sie nach, ob die Spalten der Fragen noch so heißen wie bisher.
    [few_rows_are_quarantined] Sehen Sie die Arbeitsmappe der zurückgewiesenen Zeilen neben Ihrem Bericht an: Die meisten werden eine gemeinsame Ursache haben.
   *[other] Berichtigen Sie die Datensätze in Ihrem System, und exportieren Sie sie erneut. Was Zeile für Zeile zurückgewiesen wurde, steht mit dem Grund in der Arbeitsmappe refused-rows.xlsx neben Ihrem Bericht.
}
reminder-closing = Eine berichtigte Datei ersetzt die frühere, wenn ihr Exportzeitpunkt später liegt. Falls etwas so ist, wie es sein soll, sagen Sie uns einfach warum, und wir vermerken es.
reminder-thanks = Vielen Dank und freundliche Grüße
