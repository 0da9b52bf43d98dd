# Die Wochenseite des Verbunds.

network-kicker = Verbund · Wochenbericht
network-document-title = { $network }, Woche { $week }

network-headline = Von etwa { $courses } Behandlungen, die in den letzten zwölf Monaten begannen, wurden schätzungsweise { $rate } innerhalb von 180 Tagen ohne vereinbarten Abschluss abgebrochen (95-%-Konfidenzintervall { $lower } bis { $upper }).
network-headline-silent = { $names } { $clinics ->
    [one] liefert
   *[other] liefern
} keine Termindaten; wer dort bleibt und wer abbricht, lässt sich daher nicht sagen.
network-coverage-caption = Wie weit die Daten jeder Einrichtung reichen
network-dropout = Innerhalb von 180 Tagen ohne vereinbarten Abschluss abgebrochen
network-forms-heading = Worauf die Ergebnisse beruhen
network-forms-intro = Ergebnisse kennt man nur von denen, die geantwortet haben. Dies ist der Anteil der beendeten Behandlungen mit einem ersten und einem letzten Fragebogen.
network-no-alliance = Noch ist keine Allianzskala mit veröffentlichter Grenze in Gebrauch.
network-no-outcomes = Es ist noch kein Ergebnisfragebogen eingetroffen.
network-disclosure-heading = Was nicht gezeigt wird, und warum
network-disclosure = Ein Anteil wird nicht gezeigt, wenn die Zahl der Personen dahinter, derer mit dem Merkmal oder derer ohne es unter { $minimum } liegt. Personenzahlen sind auf fünf gerundet. Wo nur eine einzelne Einrichtung nicht gezeigt würde, wird auch eine zweite nicht gezeigt, damit niemand sie durch Abziehen errechnen kann.
network-disclosure-clinics = Eine Zahl über alle Einrichtungen braucht mindestens { $clinics }, von denen keine den größten Teil stellt.
network-disclosure-weeks = Die Zahlen einer Einrichtung werden erst neu gezeigt, wenn seither mindestens { $minimum } Fälle und ebenso viele andere hinzugekommen sind; bis dahin stehen die früheren mit ihrer Woche da. Sonst verrieten die Berichte zweier Wochen zusammen etwas über einzelne Menschen.
network-unadjusted = Die Einrichtungen sind nicht danach bereinigt, wer zu ihnen kommt: Ein Unterschied kann von den Menschen wie von der Einrichtung herrühren. Sie stehen in alphabetischer Reihenfolge; es gibt keine Rangliste.

network-alphabetical = Die Einrichtungen stehen in alphabetischer Reihenfolge; es gibt keine Rangliste.

network-title = { $known ->
    [no] { network-measure }
   *[yes] { network-measure }: { $value } über alle Einrichtungen
}
network-measure = { $measure ->
    [dropout] Innerhalb von 180 Tagen ohne vereinbarten Abschluss abgebrochen, nach Einrichtung
    [low] Niedrige Allianz im letzten Fragebogen, nach Einrichtung
    [improved] Verlässlich verbessert, nach Einrichtung
   *[paired] Beendete Behandlungen mit einem ersten und einem letzten Fragebogen, nach Einrichtung
}
network-table-caption = { network-measure }, in den letzten zwölf Monaten
network-note = Punkte sind Anteile, Linien 95-%-Konfidenzintervalle.{ $known ->
    [no] { "" }
   *[yes] { " " }Die gestrichelte Linie ist der Verbund. Eine Raute kennzeichnet eine Einrichtung, deren 99,8-%-Intervall neben dem Anteil des Verbunds liegt.
}
network-alt = { $clinics }.{ $known ->
    [no] { "" }
   *[yes] { " " }Verbund: { $value }.
}
network-alt-item = { $clinic }: { $share }
network-row = Alle Einrichtungen zusammen
network-no-appointments = keine Termindaten
network-nobody-yet = noch niemand
network-not-used = { $clinics ->
    [one] Eine Einrichtung verwendet diese Skala nicht.
   *[other] { $clinics } Einrichtungen verwenden diese Skala nicht.
}
network-side = { $side ->
    [above] liegt außerhalb, darüber
    [below] liegt außerhalb, darunter
   *[within] { "" }
}
network-nobody-outside = { $clinics ->
    [0] Keine Einrichtung konnte verglichen werden.
    [one] Die eine vergleichbare Einrichtung liegt nicht außerhalb ihrer Grenzen: Ihr Unterschied zum Verbund kann Zufall sein.
   *[other] Keine der { $clinics } vergleichbaren Einrichtungen liegt außerhalb ihrer Grenzen: Ihre Unterschiede zum Verbund können Zufall sein.
}
network-outside = { $names } { $clinics ->
    [one] liegt
   *[other] liegen
} außerhalb der Grenzen, { $side ->
    [above] über
   *[below] unter
} dem Verbund: Ein so großer Unterschied ist kaum Zufall und verdient ein Gespräch.
network-chance = Allein durch Zufall wären { $chance } von { $clinics } Einrichtungen außerhalb zu erwarten.
column-clinic = Einrichtung
column-about = Personen, etwa
column-remark = Anmerkung
chart-network-value = Verbund { $value }
