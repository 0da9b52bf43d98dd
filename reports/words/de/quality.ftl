# Die Wochenseite des Qualitätsteams.

quality-kicker = { $network } · Wochenbericht
quality-heading = Lieferungen und Datenqualität
quality-document-title = Lieferungen und Datenqualität, Woche { $week }
quality-definition = Lieferungen sind die der sieben Tage bis zu diesem Zeitpunkt. Jede Zeile jeder Datei endet in genau einem Zustand; ein Konto, das nicht aufgeht, ist daher ein Fehler von Rapport und nicht der Einrichtung.
quality-network = der Verbund
quality-not-counted = nicht gezählt

quality-headline = { $deliveries ->
    [0] In den letzten sieben Tagen traf keine Datei ein.
    [one] In den letzten sieben Tagen traf eine Datei ein: { $accepted } übernommen, { $redelivered } unverändert erneut geliefert, { $refused } zurückgewiesen, { $held } angehalten, bis jemand entscheidet.
   *[other] In den letzten sieben Tagen trafen { $deliveries } Dateien ein: { $accepted } übernommen, { $redelivered } unverändert erneut geliefert, { $refused } zurückgewiesen, { $held } angehalten, bis jemand entscheidet.
}
quality-headline-rows = Von ihren { $received } Zeilen wurden { $loaded } geladen und { $quarantined } einzeln zurückgewiesen.
quality-headline-balance = { $accounts ->
    [0] Jedes Zeilenkonto geht auf.
    [one] Ein Zeilenkonto geht nicht auf: Sehen Sie zuerst dort nach.
   *[other] { $accounts } Zeilenkonten gehen nicht auf: Sehen Sie zuerst dort nach.
}
quality-headline-silent = Nichts kam von { $names }.

quality-unbalanced-heading = Konten, die nicht aufgehen
quality-unbalanced-caption = Zeilenkonten, deren Zustände nicht die empfangenen Zeilen ergeben
quality-not-taken-heading = Dateien, die nicht übernommen wurden
quality-not-taken-caption = In den letzten sieben Tagen zurückgewiesene oder angehaltene Lieferungen
quality-not-taken-none = Jede Datei wurde übernommen.
quality-refusals-heading = Zurückgewiesene Zeilen nach Regeln
quality-by-rule-caption = Wie viele Zeilen jede Regel in den Dateien der letzten sieben Tage zurückgewiesen hat
quality-refusals-summary = Datei für Datei, mit Zeilennummern
quality-refusals-caption = In den Dateien der letzten sieben Tage zurückgewiesene Zeilen; Zeilennummern wie in einer Tabellenkalkulation, Überschrift = 1
quality-refusals-none = Keine Zeile wurde zurückgewiesen.
quality-checks-heading = Prüfungen
quality-checks-caption = Prüfungen, die fehlschlagen oder beim letzten Mal fehlschlugen
quality-checks-passed = { $checks ->
    [0] Noch ist keine Prüfung gemessen worden.
   *[other] { $passed } von { $checks } Prüfungen bestanden.
}{ $idle ->
    [0] { "" }
    [one] { " " }Eine weitere hatte nichts zu prüfen.
   *[other] { " " }{ $idle } weitere hatten nichts zu prüfen.
}
quality-waiting-heading = Fragebögen, die auf ihre Behandlung warten
quality-waiting-caption = Fragebögen, die vor ihrer Behandlung eingetroffen sind
quality-waiting-none = Kein Fragebogen wartet.
quality-unclaimed-heading = Dateien, die zu keinem Export gehören
quality-unclaimed-caption = Dateien in der Quelle einer Einrichtung, auf die das Muster keines Exports passt
quality-accounts-heading = Zeilenkonten
quality-accounts-caption = Was aus jeder Zeile der Dateien der letzten sieben Tage geworden ist
quality-deliveries-heading = Jede Lieferung
quality-deliveries-caption = Lieferungen der letzten sieben Tage
quality-deliveries-summary = Auflisten
quality-too-many = { $deliveries } Lieferungen sind zu viele, um sie hier aufzulisten; sie stehen in audit.deliveries der veröffentlichten Datei.
quality-no-deliveries = In den letzten sieben Tagen traf keine Datei ein.

quality-status = { $status ->
    [accepted] übernommen
    [redelivered] unverändert erneut geliefert
    [refused] zurückgewiesen
    [released] angehalten, dann freigegeben
   *[held] angehalten
}
quality-state = { $state ->
    [loaded] Geladen
    [duplicate] Doppelt
    [quarantined] Zurückgewiesene Zeilen
    [skipped] Übersprungen
    [held] Angehalten
   *[refused] In zurückgewiesenen Dateien
}
quality-balanced = { $balanced ->
    [yes] geht auf
   *[no] geht nicht auf
}
quality-severity = { $severity ->
    [error] Fehler
   *[warning] Warnung
}
quality-change = { $change ->
    [new] neu
    [persisting] andauernd
    [decaying] besteht, wird aber schlechter
   *[resolved] behoben
}
quality-row-numbers = { $listed } und { $more } weitere

column-file = Datei
column-export = Export
column-status = Zustand
column-rule = Regel
column-reason = Grund
column-rows = Zeilen
column-files = Dateien
column-received-rows = Empfangene Zeilen
column-balance = Konto
column-arrived = Empfangen
column-accounted = Verbuchte Zeilen
column-column = Spalte
column-row-numbers = Zeilennummern
column-remedy = Abhilfe
column-check = Prüfung
column-severity = Schwere
column-failed = Fehlgeschlagen
column-not-applicable = Nicht zutreffend
column-change = Änderung
column-instrument = Fragebogen
column-since = Ältester vom

held-heading = Angehalten, bis jemand entscheidet
held-intro = An diesen Dateien sieht etwas falsch aus; deshalb zählt noch nichts aus ihnen. Wer die Einrichtung kennt, entscheidet; Name und Begründung werden aufbewahrt. Um eine endgültig zurückzuweisen, schreiben Sie reject anstelle von release.
held-caption = Lieferungen, die auf eine Entscheidung warten, gleich wann sie kamen
held-command = rapport deliveries release { $key } --by NAME --reason "WARUM"
column-since-day = Seit
column-command = Befehl zum Einlassen

quality-inbox = keine Einrichtung
quality-changes-caption = Prüfungen, die fehlschlagen, schlechter werden oder gerade nicht mehr fehlschlagen
quality-persisting = { $weeks ->
    [one] andauernd seit { $since } (eine Woche)
   *[other] andauernd seit { $since } ({ $weeks } Wochen)
}
quality-signed-off = Hingenommen von { $by }.
quality-note = { $note } ({ $by })
quality-due = { $overdue ->
    [yes] Überfällig seit { $day }.
   *[no] Fällig am { $day }.
}
quality-trend-title = { $check } { $clinic }: { $first } fehlgeschlagen in { $since }, jetzt { $last }
quality-trend-alt = Fehlgeschlagener Anteil über { $weeks } Wochen mit Kontrollgrenzen: { $check } { $clinic }, { $first } in { $since }, jetzt { $last }.
quality-trend-caption = { $check } { $clinic }, Woche für Woche
quality-alarm = { $alarm ->
    [yes] Alarm
   *[no] { "" }
}
column-note = Vermerk
column-week = Woche

quality-restated-heading = Was frühere Zahlen bewegt hat
quality-restated-intro = Ereignisse früherer Wochen, die in den sieben Tagen bis zum Lauf eintrafen, berichtigt oder zurückgenommen wurden. Die Zahlen jener Wochen weichen von den damaligen Berichten ab; rapport run --as-known-at baut sie so, wie sie waren.
quality-restated-caption = Änderungen an früheren Wochen, nach Einrichtung und Ursache
quality-restated-none = An früheren Wochen hat sich nichts geändert.
column-oldest = Ältestes Ereignis

quality-models-heading = Zustand der Modelle
quality-risk-caption = Worauf das Abbruchrisiko jeder Einrichtung beruht
quality-risk-none = Die veröffentlichte Datei enthält kein Abbruchrisiko.
quality-basis = { $basis ->
    [model] Modell
   *[base_rate] Basisrate
}
quality-case-mix-caption = Was bei den Klientinnen und Klienten einer Einrichtung zu erwarten ist: wie gut die Modelle Behandlungen vorhersagen, die sie nicht gesehen hatten
quality-case-mix = { $basis ->
    [model] verwendet
   *[overall] nicht verwendet: { $foretells ->
        [yes] zu wenig, um darauf zu bauen
       *[no] sagt nicht besser vorher als der Gesamtanteil
    }
}
column-basis = Grundlage
column-open-courses = Offene Behandlungen
column-flagged = Gekennzeichnet
column-model = Modell
column-measure = Messgröße
column-auc = AUC (0,5 ist eine Münze)
column-slope = Kalibrierungssteigung (1 ist richtig)
column-used = Verwendung

quality-disclosure-heading = Was dem Verbund gezeigt wurde
quality-disclosure-intro = Eine Zahl ist eine Einrichtung auf einer Messgröße. Jede Entscheidung steht in marts.disclosure_log.
quality-disclosure-caption = Zahlen der Woche nach Entscheidung
quality-decision = { $decision ->
    [released] Gezeigt
    [repeated] Gezeigt, Stand einer früheren Woche
   *[withheld] Nicht gezeigt
}
column-decision = Entscheidung
column-figures = Zahlen
column-clinics = Einrichtungen
