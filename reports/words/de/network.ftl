# Die Wochenseite des Verbunds.

network-kicker = Verbund · Wochenbericht
network-document-title = { $network }, Woche { $week }

network-headline = Von etwa { $courses } Behandlungen, die in den letzten zwölf Monaten endeten, endeten { $rate } ohne Vereinbarung; { $clinics } Einrichtungen haben genügend davon, um zu zählen.
network-headline-silent = { $names } { $clinics ->
    [one] liefert
   *[other] liefern
} keine Termindaten; wer dort bleibt und wer abbricht, lässt sich daher nicht sagen.
network-coverage-caption = Wie weit die Daten jeder Einrichtung reichen
network-forms-heading = Worauf die Ergebnisse beruhen
network-forms-intro = Ergebnisse kennt man nur von denen, die geantwortet haben: Dies sind die Anteile der beendeten Behandlungen mit einem ersten und einem letzten Fragebogen und der erwarteten Fragebögen, die eingetroffen sind.
network-disclosure-heading = Was nicht gezeigt wird, und warum
network-disclosure = Ein Anteil wird nicht gezeigt, wenn die Zahl der Personen dahinter, derer mit dem Merkmal oder derer ohne es unter { $minimum } liegt. Personenzahlen sind auf Vielfache von { $base } gerundet. Was von einer Einrichtung nicht gezeigt wird, geht in keine Zahl über alle Einrichtungen ein, damit niemand es durch Abziehen errechnen kann.
network-disclosure-clinics = Eine Zahl über alle Einrichtungen braucht mindestens { $clinics }, von denen keine den größten Teil stellt.
network-disclosure-weeks = Die Zahlen einer Einrichtung werden erst neu gezeigt, wenn seither mindestens { $minimum } Fälle und ebenso viele andere hinzugekommen sind; bis dahin stehen die früheren mit ihrer Woche da. Sonst verrieten die Berichte zweier Wochen zusammen etwas über einzelne Menschen.
network-disclosure-quarters = Quartale werden einmal gezeigt, wenn sie abgeschlossen sind, und bleiben, wie sie sind. Eine Gruppe wird nicht gezeigt, wenn sie klein ist, aus zu wenigen Einrichtungen kommt oder eine andere Gruppe verraten würde.
network-not-published = Die veröffentlichte Datei enthält noch keinen Vergleich der Einrichtungen. Er steht hier nach dem nächsten Lauf.
network-nothing-compared = Bei keiner dieser Messgrößen haben genügend Einrichtungen schon genügend Personen.
network-alphabetical = Die Einrichtungen stehen in alphabetischer Reihenfolge; es gibt keine Rangliste.

network-alt-item = { $clinic }: { $share }
network-no-appointments = keine Termindaten
network-nobody-yet = noch niemand
network-not-used = { $clinics ->
    [one] Eine Einrichtung verwendet diese Skala nicht.
   *[other] { $clinics } Einrichtungen verwenden diese Skala nicht.
}
column-clinic = Einrichtung
column-remark = Anmerkung
chart-network-value = Verbund { $value }
