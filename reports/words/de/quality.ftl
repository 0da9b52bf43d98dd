# Die Wochenseite des Qualitätsteams.

quality-kicker = { $network } · Wochenbericht
quality-heading = Lieferungen und Datenqualität
quality-document-title = Lieferungen und Datenqualität, Woche { $week }
quality-definition = Lieferungen sind die der sieben Tage bis zu diesem Zeitpunkt. Jede Zeile jeder Datei endet in genau einem Zustand; ein Konto, das nicht aufgeht, ist daher ein Fehler von Rapport und nicht der Einrichtung.
quality-network = der Verbund
quality-not-counted = nicht gezählt

quality-headline = { $deliveries ->
    [0] In den letzten sieben Tagen traf keine Datei ein.
    [one] In den letzten sieben Tagen traf eine Datei ein. { $accepted ->
        [one] Sie wurde übernommen.
       *[other] { $redelivered ->
            [one] Sie war unverändert schon einmal gekommen.
           *[other] { $refused ->
                [one] Sie wurde zurückgewiesen.
               *[other] { $released ->
                    [one] Sie wurde erst angehalten und seither zugelassen.
                   *[other] Sie ist angehalten, bis jemand entscheidet.
                }
            }
        }
    }
   *[other] In den letzten sieben Tagen trafen { $deliveries } Dateien ein: { $accepted } übernommen{ $redelivered ->
        [0] { "" }
       *[other] , { $redelivered } unverändert erneut geliefert
    }{ $released ->
        [0] { "" }
       *[other] , { $released } erst angehalten und seither zugelassen
    }, { $refused ->
        [0] keine zurückgewiesen
       *[other] { $refused } zurückgewiesen
    }, { $held ->
        [0] keine angehalten
       *[other] { $held } angehalten, bis jemand entscheidet
    }.
}
quality-headline-rows = Von ihren { $received } Zeilen wurden { $loaded } geladen, { $duplicate } wiederholen Bekanntes, { $skipped } wurden mit Grund übergangen (anderer Fragebogen, anderer Standort, leer, Test), und { $quarantined ->
    [0] keine wurde
    [one] eine wurde
   *[other] { $quarantined } wurden
} einzeln zurückgewiesen.{ $outside ->
    [0] { "" }
    [one] { " " }Eine weitere steht in einer Datei, die nicht übernommen wurde.
   *[other] { " " }{ $outside } weitere stehen in Dateien, die nicht übernommen wurden.
}
quality-headline-balance = { $accounts ->
    [0] Jedes Zeilenkonto geht auf.
    [one] Ein Zeilenkonto geht nicht auf: Sehen Sie zuerst dort nach.
   *[other] { $accounts } Zeilenkonten gehen nicht auf: Sehen Sie zuerst dort nach.
}
quality-headline-checks-first = { $failing ->
    [0] Alle { $checks } Prüfungen, die etwas zu prüfen hatten, sind bestanden.
    [one] Eine von { $checks } Prüfungen schlägt fehl.
   *[other] { $failing } von { $checks } Prüfungen schlagen fehl.
} Dies ist die erste Woche: Von der nächsten an sagt diese Seite, welche neu sind, welche anhalten und welche behoben sind.
quality-headline-checks = { $failing ->
    [0] Alle { $checks } Prüfungen, die etwas zu prüfen hatten, sind bestanden
    [one] Eine von { $checks } Prüfungen schlägt fehl, { $new ->
        [0] wie schon in der Woche zuvor
       *[other] und das ist neu
    }
   *[other] { $failing } von { $checks } Prüfungen schlagen fehl: { $new ->
        [0] keine ist neu
        [one] eine ist neu
       *[other] { $new } sind neu
    }, { $persisting ->
        [0] keine hält an
        [one] eine hält an
       *[other] { $persisting } halten an
    }
}{ $resolved ->
    [0] .
    [one] ; eine, die in der Woche zuvor fehlschlug, ist behoben.
   *[other] ; { $resolved }, die in der Woche zuvor fehlschlugen, sind behoben.
}{ $decaying ->
    [0] { "" }
    [one] { " " }Eine weitere ist bestanden, wird aber schlechter.
   *[other] { " " }{ $decaying } weitere sind bestanden, werden aber schlechter.
}
quality-headline-accepted = { $accepted ->
    [0] Niemand hat einen Befund namentlich hingenommen.
    [one] Ein Befund ist namentlich hingenommen.
   *[other] { $accepted } Befunde sind namentlich hingenommen.
}{ $overdue ->
    [0] { "" }
    [one] { " " }Eine Antwort ist überfällig.
   *[other] { " " }{ $overdue } Antworten sind überfällig.
}
quality-headline-restated = { $events ->
    [0] Kein Ereignis einer früheren Woche kam verspätet, wurde berichtigt, zurückgenommen oder fiel nach einem Widerspruch weg
   *[other] In früheren Wochen kamen { $late } Ereignisse verspätet, { $corrected } wurden berichtigt, { $withdrawn } zurückgenommen, und { $opted_out } fielen nach einem Widerspruch weg
}; { $figures ->
    [0] keine Zahl eines abgeschlossenen Monats lautet anders als zuvor.
    [one] eine Zahl eines abgeschlossenen Monats lautet anders als zuvor.
   *[other] { $figures } Zahlen abgeschlossener Monate lauten anders als zuvor.
}
quality-headline-disclosed = Von { $figures } Zahlen einzelner Einrichtungen wurden dem Verbund { $shown } gezeigt{ $repeated ->
    [0] { "" }
    [one] , eine davon mit dem Stand einer früheren Woche
   *[other] , { $repeated } davon mit dem Stand einer früheren Woche
}; { $withheld ->
    [0] keine wurde zurückgehalten.
    [one] eine wurde zum Schutz einzelner Menschen zurückgehalten.
   *[other] { $withheld } wurden zum Schutz einzelner Menschen zurückgehalten.
}
quality-headline-waiting = { $rows ->
    [one] Eine Zeile wartet auf ihre Behandlung und zählt noch nirgends.
   *[other] { $rows } Zeilen warten auf ihre Behandlung und zählen noch nirgends.
}
quality-headline-silent = Nichts kam von { $names }.

quality-unbalanced-heading = Konten, die nicht aufgehen
quality-unbalanced-caption = Zeilenkonten, deren Zustände nicht die empfangenen Zeilen ergeben
quality-not-taken-heading = Dateien, die nicht übernommen wurden
quality-not-taken-caption = In den letzten sieben Tagen zurückgewiesene oder angehaltene Lieferungen
quality-not-taken-none = Jede Datei wurde übernommen.
quality-refusals-heading = Zurückgewiesene Zeilen nach Regeln
quality-by-rule-caption = Wie viele Zeilen jede Regel in den Dateien der letzten sieben Tage zurückgewiesen hat
quality-by-rule-more = { $rules ->
    [one] Eine weitere Zeile dieser Tabelle
   *[other] { $rules } weitere Zeilen dieser Tabelle
}
quality-refusals-summary = Datei für Datei, mit Zeilennummern
quality-refusals-caption = In den Dateien der letzten sieben Tage zurückgewiesene Zeilen; Zeilennummern wie in einer Tabellenkalkulation, Überschrift = 1
quality-refusals-none = Keine Zeile wurde zurückgewiesen.
quality-checks-heading = Prüfungen
quality-checks-caption = Prüfungen, die fehlschlagen oder beim letzten Mal fehlschlugen
quality-checks-more = { $checks ->
    [one] Eine weitere Prüfung
   *[other] { $checks } weitere Prüfungen
}
quality-checks-passed = { $checks ->
    [0] Noch ist keine Prüfung gemessen worden.
   *[other] { $passed } von { $checks } Prüfungen bestanden.
}{ $idle ->
    [0] { "" }
    [one] { " " }Eine weitere hatte nichts zu prüfen.
   *[other] { " " }{ $idle } weitere hatten nichts zu prüfen.
}
quality-waiting-heading = Was auf seine Behandlung wartet
quality-waiting-caption = Fragebögen, Termine und Maßnahmen, die vor ihrer Behandlung eingetroffen sind
quality-waiting-none = Nichts wartet.
quality-unclaimed-heading = Dateien, die zu keinem Export gehören
quality-unclaimed-caption = Dateien in der Quelle einer Einrichtung, auf die das Muster keines Exports passt
quality-accounts-heading = Was eingetroffen ist
quality-accounts-caption = Was aus jeder Zeile der Dateien der letzten sieben Tage geworden ist, Export für Export
quality-arrived-caption = Was in den letzten sieben Tagen von jeder Einrichtung eintraf und was aus den Zeilen geworden ist
quality-accounts-summary = Export für Export
quality-deliveries-caption = Lieferungen der letzten sieben Tage
quality-deliveries-summary = Datei für Datei
quality-too-many = { $deliveries } Dateien sind zu viele, um sie hier einzeln zu nennen; sie stehen in audit.deliveries der veröffentlichten Datei.
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
column-where = Export oder Art
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
column-check = Was gelten soll oder falsch war
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
quality-restated-intro = Ereignisse früherer Wochen, die in den sieben Tagen bis zum Lauf eintrafen, berichtigt oder zurückgenommen wurden oder nach einem Widerspruch wegfielen. Was durch eine Löschung wegfiel, wird nicht verglichen. Die Zahlen jener Wochen weichen von den damaligen Berichten ab; rapport run --as-known-at baut sie so, wie sie waren.
quality-restated-caption = Änderungen an früheren Wochen, nach Einrichtung und Ursache
quality-restated-none = Kein Ereignis einer früheren Woche kam verspätet, wurde berichtigt, zurückgenommen oder fiel nach einem Widerspruch weg.
quality-restatements-none = Kein Wert eines abgeschlossenen Monats wird anders genannt als zuvor.
quality-restatement-causes-caption = Werte abgeschlossener Monate, die anders genannt werden als in den Berichten einer früheren Woche, nach Ursache
quality-restatements-summary = Wert für Wert
quality-restatements-caption = Jeder Wert, der anders genannt wird: was er war, was er ist, und warum
quality-figure = { $measure ->
    [courses_begun] Begonnene Behandlungen
    [courses_ended] Beendete Behandlungen
    [dropouts] Abbrüche
    [sessions_attended] Wahrgenommene Sitzungen
    [forms_scored] Ausgewertete Fragebögen
    [pairs] Behandlungen mit erstem und letztem Fragebogen
    [reliably_improved] Verlässlich verbesserte Behandlungen
   *[other] { $measure }
}
quality-cause = { $cause ->
    [late_data] nachgereichte Datensätze
    [correction] berichtigte Datensätze
    [withdrawal] zurückgenommene Datensätze
    [opting_out] Widersprüche gegen die Nutzung der Daten
    [definitions] geänderte Definitionen
    [code_version] eine andere Version von Rapport
   *[time] vergangene Zeit (eine Kontaktlücke lief ab)
}
column-cause = Ursache
column-figures-changed = Werte
column-largest-change = Größte Änderung
column-figure = Wert
column-month = Monat
column-told-in = Zuerst genannt in
column-told-then = Damals genannt
column-told-now = Heute genannt

quality-fields-heading = Wie gut Felder gefüllt sind
quality-fields-none = Noch hat keine Datei ein Feld gebracht, das sich ansehen ließe.
quality-fields-summary = In den Dateien vom { $month } waren { $valid } von { $values } Werten gültig, { $missing } fehlten, und { $invalid } wurden als ungültig zurückgewiesen. Felder, die ein Export nie füllt, zählen nicht. { $worse ->
    [0] Kein Feld ist deutlich schlechter gefüllt als im Monat davor.
    [one] Ein Feld ist deutlich schlechter gefüllt als im Monat davor.
   *[other] { $worse } Felder sind deutlich schlechter gefüllt als im Monat davor.
}
quality-fields-worse-caption = Felder, deren gültiger Anteil seit dem Monat davor um mehr als zehn Prozentpunkte gesunken ist
quality-profile-summary = Nach Einrichtung, Lieferart und Monat
quality-profile-caption = Wie Werte gefüllt waren, nach Einrichtung, Lieferart und Monat der Datei: Anteile an allen Werten
quality-fields-listed-summary = Feld für Feld, im letzten Monat
quality-fields-caption = Wie jedes Feld im letzten Monat gefüllt war: Anteile an seinen Zeilen
quality-part = { $part ->
    [valid] Gültig
    [other] Sonstiges
    [defaulted] Vorgabe
    [invalid] Ungültig
   *[missing] Fehlend
}
quality-feed = { $feed ->
    [clients] Klientinnen und Klienten
    [therapists] Behandelnde
    [episodes] Behandlungen
    [appointments] Termine
    [responses] Fragebögen
    [actions] Maßnahmen
   *[other] { $feed }
}
column-feed = Lieferart
column-field = Feld
column-fields = Felder
column-values = Werte
column-month-before = Monat davor
column-valid-before = Damals gültig

quality-integrity-heading = Fragen, die sich lohnen
quality-integrity-unknown = Die veröffentlichte Datei enthält keine solchen Fragen.
quality-integrity-remark = { $asked ->
    [0] Von { $made } möglichen Fragen danach, wie Datensätze entstanden sind, stellt sich diese Woche keine.
    [one] Von { $made } möglichen Fragen danach, wie Datensätze entstanden sind, stellt sich diese Woche eine.
   *[other] Von { $made } möglichen Fragen danach, wie Datensätze entstanden sind, stellen sich diese Woche { $asked }.
} Wäre überall alles wie üblich, stellten sich allein durch Zufall { $chance } davon. Eine Frage ist kein Urteil: Es kann eine gute Antwort geben, und zu fragen ist die Einrichtung.
quality-integrity-caption = Fragen an Einrichtungen danach, wie ihre Datensätze entstanden sind
quality-integrity-summary = Was angesehen wurde, ohne dass sich eine Frage ergab
quality-integrity-quiet-caption = Angesehen, und nicht mehr davon als üblich
quality-question = { $question ->
    [heaping_below_cutoff] Viele letzte Werte liegen knapp auf der gesunden Seite der Grenze. Wie werden letzte Fragebögen ausgefüllt?
    [identical_answers] Viele Fragebögen haben genau die Antworten des vorigen derselben Person. Werden Antworten übernommen?
    [forms_within_minutes] Mehrere Fragebögen einer Person kamen innerhalb einer Viertelstunde. Werden sie nachträglich ausgefüllt?
    [attendance_edited_after_end] Die Anwesenheit wurde mehr als zwei Wochen nach dem Ende der Behandlung geändert. Was wurde berichtigt?
    [totals_without_answers] Viele Fragebögen kamen als Summen ohne Antworten. Wer tippt sie ein, und woraus?
   *[other] { $question }
}
column-question = Frage
column-about-what = Worum es geht
column-noticed = Gesehen bei
column-usual-share = Üblich höchstens
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
quality-model-card-link = Die Modellkarte: woraus es gelernt hat, wie gut es ist und für wen
quality-risk-validation-caption = Wie gut das Abbruchmodell Personen vorhersagt, die es nicht gesehen hatte
quality-risk-metric = { $metric ->
    [auc] AUC (0,5 ist eine Münze, 1 Gewissheit)
    [brier_skill] Brier-Gewinn (0 ist nicht besser als die Basisrate der Einrichtung)
    [calibration_in_the_large] Kalibrierung im Großen (0 ist richtig)
    [calibration_slope] Kalibrierungssteigung (1 ist richtig)
    [precision_at_budget] Von den Gekennzeichneten brachen so viele ab
    [recall_at_budget] Von den Abbrüchen waren so viele gekennzeichnet
   *[other] { $metric }
}
quality-risk-drift = { $drifted ->
    [0] Von { $looked_at } Dingen, die das Abbruchmodell sieht, hat sich keines weit von dem entfernt, woraus es gelernt hat.
    [one] Von { $looked_at } Dingen, die das Abbruchmodell sieht, hat sich eines weit von dem entfernt, woraus es gelernt hat: Erwägen Sie, es neu lernen zu lassen.
   *[other] Von { $looked_at } Dingen, die das Abbruchmodell sieht, haben sich { $drifted } weit von dem entfernt, woraus es gelernt hat: Erwägen Sie, es neu lernen zu lassen.
}
quality-risk-drift-summary = Was das Modell sieht, heute und beim Lernen
quality-risk-drift-caption = Was das Abbruchmodell sieht: Mittelwerte beim Lernen und heute, und ihr Abstand in Standardabweichungen
quality-drifted = { $drifted ->
    [yes] hat sich verschoben
   *[no] { "" }
}
column-measure-of-model = Wie gemessen wird
column-later-weeks = In späteren Wochen
column-other-clinics = In anderen Einrichtungen
column-seen = Was das Modell sieht
column-in-training = Beim Lernen
column-now = Heute
column-difference = Abstand
column-allowed-difference = Erlaubt
column-looked-at = Behandlungen
quality-case-mix-summary = Was bei den Klientinnen und Klienten einer Einrichtung zu erwarten ist: die Modelle Messgröße für Messgröße
column-basis = Grundlage
column-open-courses = Offene Behandlungen
column-flagged = Gekennzeichnet
column-model = Modell
column-measure = Messgröße
column-auc = AUC (0,5 ist eine Münze)
column-slope = Kalibrierungssteigung (1 ist richtig)
column-used = Verwendung

quality-disclosure-heading = Was dem Verbund gezeigt wurde
quality-disclosure-intro = Eine Zahl ist eine Einrichtung auf einer Messgröße. Jede Entscheidung steht in marts.disclosure_log, die über Quartale und Gruppen in marts.disclosure_log_quarters.
quality-disclosure-caption = Zahlen der Woche nach Entscheidung
quality-quarters-caption = Werte des letzten abgeschlossenen Quartals, nach Entscheidung
column-quarter-shown = Quartal
column-groups = Gruppen
column-measures = Messgrößen
quality-withheld-summary = Wert für Wert
quality-withheld-caption = Werte, die dem Verbund nicht so gezeigt wurden, wie sie sind, nach Messgröße und Einrichtung
quality-withheld-reason = { $reason ->
    [few_altogether] insgesamt werden zu wenige Personen gezählt
    [few_cases] zu wenige Personen gehören zu den Gezählten
    [few_others] zu wenige Personen gehören zu den Übrigen
    [few_courses] zu wenige Behandlungen stehen dahinter
    [too_few_clinics] für einen Wert über alle werden zu wenige Einrichtungen gezeigt
    [one_clinic_makes_up_most_of_it] eine Einrichtung stellt den größten Teil
    [too_few_have_come_in_between_two_weeks] seit der gezeigten Woche sind zu wenige hinzugekommen
   *[other] „{ $told }“
}
quality-everyone = alle Einrichtungen zusammen
column-as-of = Gezeigter Stand
quality-decision = { $decision ->
    [released] Gezeigt
    [repeated] Gezeigt, Stand einer früheren Woche
   *[withheld] Nicht gezeigt
}
column-decision = Entscheidung
column-figures = Zahlen
column-clinics = Einrichtungen

quality-sign-offs-heading = Namentlich hingenommen und erfragt
quality-sign-offs-intro = rapport audit sign-off nimmt den Befund einer Prüfung oder eine Lieferung hin, wie sie ist, namentlich und auf Zeit; mit --ask-only vermerkt es, bis wann eine Antwort fällig ist. rapport audit reminder mit der Kennung einer Einrichtung gibt einen Text zum Versenden aus.
quality-sign-offs-none = Niemand hat etwas hingenommen oder erfragt.
quality-sign-offs-caption = Was jemand vermerkt, hingenommen oder entschieden hat
quality-signed-decision = { $decision ->
    [accepted] hingenommen
    [released] eingelassen
    [rejected] endgültig zurückgewiesen
   *[noted] vermerkt
}
quality-holds-for-good = endgültig
quality-holds-until = { $holds ->
    [yes] bis { $day }
   *[no] abgelaufen am { $day }
}
quality-chained = { $chained ->
    [yes] im Protokoll
   *[no] von Hand
}
column-subject = Worüber
column-by = Von
column-on = Am
column-holds = Gilt
column-due = Antwort
column-chained = Festgehalten

quality-handovers-heading = Wer die Berichte erhalten hat
quality-handovers-intro = So weit dieser Lauf es weiß: Was er selbst sendet, steht im nächsten Bericht und sofort in rapport deliver --list. Wer die empfangende Person ist, steht nur in der Installation, in der genannten Zeile.
quality-handovers-remark = { $sent ->
    [0] In den letzten fünf Wochen wurde nichts gesendet oder übergeben.
    [one] In den letzten fünf Wochen wurde ein Bericht gesendet oder übergeben.
   *[other] In den letzten fünf Wochen wurden { $sent } Berichte gesendet oder übergeben.
}{ $waiting ->
    [0] { "" }
    [one] { " " }Eine Stelle wartet noch auf einen Bericht: Jeder Versuch ist fehlgeschlagen.
   *[other] { " " }In { $waiting } Fällen wartet eine Stelle noch auf einen Bericht: Jeder Versuch ist fehlgeschlagen.
}{ $unknown ->
    [0] { "" }
    [one] { " " }Einen davon kennt das Protokoll nicht so, wie er erstellt wurde: Führen Sie rapport audit verify aus.
   *[other] { " " }{ $unknown } davon kennt das Protokoll nicht so, wie sie erstellt wurden: Führen Sie rapport audit verify aus.
}
quality-failing-caption = Berichte, die nicht angekommen sind
quality-handovers-summary = Sendung für Sendung
quality-handovers-caption = Was in den letzten fünf Wochen gesendet oder übergeben wurde
quality-handover-state = { $state ->
    [sent] gesendet
    [failed] fehlgeschlagen
   *[unknown] unbekannt
}
quality-handover-unknown = Ein Lauf brach beim Senden ab; ob der Bericht ankam, weiß niemand: Fragen Sie nach.
quality-way = { $way ->
    [mail] E-Mail
    [folder] Ordner
    [sftp] SFTP
    [by_hand] von Hand
    [none] kein Weg kam zustande
   *[other] { $way }
}
quality-team = { $team ->
    [network] der Verbund
   *[quality] das Qualitätsteam
}
quality-recipient = Nr. { $number }
quality-as-rendered = { $rendered ->
    [yes] ja
   *[no] nein
}
column-audience = Für
column-recipient = Empfang
column-way = Weg
column-failures = Fehlschläge
column-attempts = Versuche
column-last-tried = Zuletzt versucht
column-when = Wann
column-became = Zustand
column-as-rendered = Wie erstellt
column-line = Zeile
