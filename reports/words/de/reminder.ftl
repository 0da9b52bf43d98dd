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
    [WH-WAITING] Senden Sie die Behandlungen, zu denen diese Zeilen gehören; von da an zählen sie.
    [WH-UNSCORED] Sehen Sie nach, ob in Ihrem Fragebogen Fragen übersprungen oder im Export ausgelassen werden.
    [WH-OUTCOME-UNKNOWN] Tragen Sie ein, ob diese Termine stattfanden, und exportieren Sie sie erneut.
    [WH-END-WITHOUT-REASON] Tragen Sie ein, wie diese Behandlungen endeten, und exportieren Sie sie erneut.
    [WH-EXPORT-TIME] Setzen Sie Tag und Uhrzeit des Exports in den Dateinamen, wie bei Ihren anderen Exporten.
    [totals_are_whole] Senden Sie die Antworten, oder die Summe so, wie sie auf dem Fragebogen stand.
    [items_are_answered] Sehen Sie nach, ob die Spalten der Fragen noch so heißen wie bisher.
    [few_rows_are_quarantined] Sehen Sie die Arbeitsmappe der zurückgewiesenen Zeilen neben Ihrem Bericht an: Die meisten werden eine gemeinsame Ursache haben.
    [ROW-SHAPE] Setzen Sie Felder, die das Trennzeichen enthalten, in Anführungszeichen, und senden Sie diese Zeilen mit einem Feld je Spalte erneut.
    [ROW-REQUIRED] Füllen Sie die Spalte aus, und senden Sie diese Zeilen erneut.
    [ROW-CODE] Berichtigen Sie den Code, oder sagen Sie uns, was er bedeutet; wir ergänzen ihn dann.
    [ROW-INSTRUMENT] Sagen Sie uns, welcher Fragebogen gemeint ist; wir ergänzen dann seinen Namen.
    [ROW-RESPONDENT] Senden Sie mit, wer den Fragebogen ausgefüllt hat, oder berichtigen Sie den Namen des Fragebogens.
    [ROW-DATE] Berichtigen Sie das Datum, oder sagen Sie uns, wie Ihr Export Daten jetzt schreibt.
    [ROW-FUTURE] Berichtigen Sie das Datum. Ein künftiger Termin wird als solcher gesendet.
    [ROW-NUMBER] Berichtigen Sie die Zahl, oder sagen Sie uns, wie Ihr Export Zahlen und leere Felder jetzt schreibt.
    [ROW-RANGE] Berichtigen Sie die Zahl, oder sagen Sie uns, dass sie für etwas nicht Erfasstes steht.
    [ROW-ITEM-RANGE] Berichtigen Sie die Antwort, oder sagen Sie uns, dass die Zahl für eine unbeantwortete Frage steht.
    [ROW-ITEM-COUNT] Prüfen Sie den Namen des Fragebogens, und senden Sie so viele Spalten, wie er Fragen hat.
    [ROW-TOTAL-RANGE] Berichtigen Sie die Summe, oder sagen Sie uns, dass die Zahl für einen Fragebogen ohne Summe steht.
    [ROW-KEY-COLLISION] Sagen Sie uns, welche der beiden Kennungen in Ihrem System geändert werden kann; dass sie zusammentreffen, ist Zufall.
    [ROW-CONFLICT] Zwei Zeilen geben denselben Fragebogen zum selben Exportzeitpunkt verschieden wieder. Senden Sie die richtige mit einem späteren Export erneut, oder geben Sie jedem Fragebogen eine eigene Nummer.
    [ROW-REVIEW] Senden Sie mit der Sichtung die Nummer des Fragebogens, oder den Fragebogen und den Tag, an dem er ausgefüllt wurde.
    [FILE-EMPTY] Exportieren Sie sie erneut; auch eine Datei ohne Zeilen braucht die Zeile mit den Namen der Spalten.
    [FILE-ENCODING] Speichern Sie sie als Text in UTF-8, und senden Sie sie erneut, oder sagen Sie uns, welche Zeichenkodierung Ihr System schreibt.
    [FILE-HEADER] Schreiben Sie die Namen der Spalten in die erste Zeile, je Spalte einen, und exportieren Sie erneut.
    [FILE-DELIMITER] Sagen Sie uns, welches Zeichen Ihr Export jetzt zwischen die Felder setzt; wir stellen es ein.
    [FILE-COLUMN-MISSING] Exportieren Sie die Spalte unter ihrem bisherigen Namen, oder sagen Sie uns ihren neuen.
    [FILE-COLUMN-TWICE] Geben Sie jeder Spalte einen eigenen Namen, und exportieren Sie erneut.
    [FILE-NAME-DATE] Benennen Sie die Datei wie Ihre anderen, mit dem Tag des Exports, oder sagen Sie uns, wie die Dateien von nun an heißen.
    [FILE-UNREADABLE] Öffnen Sie sie in dem Programm, das sie geschrieben hat, exportieren Sie sie erneut, und senden Sie das Ergebnis.
    [FILE-SHEET] Sagen Sie uns, welches Blatt der Arbeitsmappe gemeint ist, oder senden Sie eine mit diesem Blatt allein.
    [FILE-ARCHIVE] Senden Sie das Archiv erneut, oder die Dateien selbst.
    [FILE-ENCRYPTED] Senden Sie sie ohne Passwort, über eine Verbindung, die selbst verschlüsselt ist.
    [FILE-TOO-LARGE] Teilen Sie sie, und senden Sie die Teile.
    [BATCH-ACCEPTANCE] Sagen Sie uns, ob an diesem Export in letzter Zeit etwas geändert wurde. Erneut zu senden ist nichts, bevor wir die Ursache gefunden haben.
    [HOLD-OTHER-CLINIC] Sagen Sie uns, ob diese Datei von Ihnen ist. Falls sie versehentlich gesendet wurde, sagen Sie es bald, und senden Sie die eigene.
    [HOLD-IDS] Falls Ihr System Klientinnen und Klienten oder Behandlungen neue Nummern gegeben hat, senden Sie uns die Liste der alten und neuen, nur für Rapport. Falls nicht, exportieren und senden Sie die Datei erneut.
    [HOLD-WITHDRAWAL] Sagen Sie uns, ob diese Zeilen wirklich entfallen sind. Falls der Export abgebrochen ist, senden Sie ihn erneut und ganz.
    [HOLD-LOST-FIELD] Sehen Sie nach, ob der Export das Feld verloren hat. Falls ja, nehmen Sie es wieder auf, und senden Sie die Datei erneut; falls es auch in Ihrem System leer ist, sagen Sie es uns.
   *[other] Berichtigen Sie die Datensätze in Ihrem System, und exportieren Sie sie erneut. Was Zeile für Zeile zurückgewiesen wurde, steht mit dem Grund in der Arbeitsmappe refused-rows.xlsx neben Ihrem Bericht.
}
reminder-closing = Eine berichtigte Datei ersetzt die frühere, wenn ihr Exportzeitpunkt später liegt. Falls etwas so ist, wie es sein soll, sagen Sie uns einfach warum, und wir vermerken es.
reminder-thanks = Vielen Dank und freundliche Grüße
