# Was man vor dem Weiterlesen wissen muss.

banner-held-title = Die Zahlen stammen aus einer früheren Woche
banner-held = Eine Prüfung des Laufs dieser Woche ist fehlgeschlagen. Die Zahlen unten sind deshalb die der { $week }; Lieferungen und Prüfungen sind von heute. Grund: „{ $reason }“
banner-held-same = Eine Prüfung des Laufs dieser Woche ist fehlgeschlagen, und es gibt keine früheren Zahlen, die an ihrer Stelle stehen könnten. Grund: „{ $reason }“
banner-held-no-reason = Der Lauf hat keinen genannt.
banner-simulated-title = Diese Menschen sind erfunden
banner-simulated = Dies ist eine Vorführung. Keine Zahl handelt von einem lebenden Menschen.
banner-first-month-title = Der erste Monat
banner-first-month = Die erste Behandlung begann am { $first }. Die meisten Zahlen brauchen abgeschlossene Behandlungen; vieles auf dieser Seite füllt sich daher erst in den kommenden Monaten.
banner-no-appointments-title = Es werden keine Termindaten geliefert
banner-no-appointments = Wer kommt und wer abbricht, lässt sich ohne Termine nicht sagen. Diese Seite sagt es deshalb nicht: Es ist nicht null, es ist unbekannt. Allianz und Ergebnisse beruhen allein auf den Fragebögen.
banner-too-few-title = Zu wenige Behandlungen für Prozentwerte
banner-too-few = { $courses ->
    [0] In den letzten zwölf Monaten hat keine Behandlung begonnen.
    [one] In den letzten zwölf Monaten hat eine Behandlung begonnen. Bei so wenigen stehen hier Anzahlen und keine Prozentwerte.
   *[other] In den letzten zwölf Monaten haben { $courses } Behandlungen begonnen. Bei so wenigen stehen hier Anzahlen und keine Prozentwerte.
}
banner-quiet-title = Diese Woche kam keine Lieferung
banner-quiet = Die letzten Dateien trafen am { $last } ein. Was seither geschehen ist, steht nicht auf dieser Seite.
banner-stale-title = Die Daten sind alt
banner-stale = Der jüngste gelieferte Termin oder Fragebogen liegt { $days } Tage vor dem Ende der Woche. Von diesen Wochen handelt nichts auf dieser Seite; am wahrscheinlichsten ist ein Export stehen geblieben.
banner-few-sessions-title = Wenige Sitzungen in dieser Woche
banner-few-sessions = { $attended ->
    [0] Kein Termin dieser Woche wurde wahrgenommen
    [one] Ein Termin dieser Woche wurde wahrgenommen
   *[other] { $attended } Termine dieser Woche wurden wahrgenommen
}; in der Mitte der acht Wochen davor waren es { $usual }.{ $known ->
    [no] { " " }In einer Ferienwoche ist das in Ordnung, und niemand muss etwas tun. Sonst hat ein Export vielleicht zu früh aufgehört.
   *[yes] { " " }Der Kalender des Verbunds nennt den Grund: { $event }. Niemand muss etwas tun.
} So wenige sagen nichts über eine Entwicklung.
banner-holiday-title = Woche mit Feiertagen oder Ferien
banner-holiday-named = { $name } ({ $days })
banner-holiday = In dieser Woche: { $holidays }.
banner-holiday-sessions = { $attended ->
    [0] Kein Termin dieser Woche wurde wahrgenommen
    [one] Ein Termin dieser Woche wurde wahrgenommen
   *[other] { $attended } Termine dieser Woche wurden wahrgenommen
}; in der Mitte der acht Wochen davor waren es { $usual }.
banner-holiday-meaning = Weniger Sitzungen und Dateien sind in einer solchen Woche in Ordnung und sagen nichts über eine Entwicklung.
banner-never-title = Es ist noch nichts eingetroffen
banner-never = Von dieser Einrichtung ist bisher keine Datei eingegangen. Mit der ersten Lieferung füllt sich diese Seite.
banner-few-clinics-title = Zu wenige Einrichtungen für Zahlen des Verbunds
banner-few-clinics = { $clinics ->
    [one] Der Verbund hat eine Einrichtung.
   *[other] Der Verbund hat { $clinics } Einrichtungen.
} Eine Zahl über alle braucht mindestens { $minimum }, sonst ließe sich die einer einzelnen daraus errechnen.
banner-vault-title = Klientinnen, Klienten und Behandelnde stehen mit Nummern da
banner-vault = Die Datei mit den eigenen Kennungen dieser Einrichtung lässt sich nicht öffnen, deshalb stehen hier Nummern. Alle Zahlen stimmen. Wer Rapport betreibt, sollte nach dem Tresor (vault) sehen.
