# Die Wochenseite einer Einrichtung.

clinic-kicker = { $network } · Wochenbericht
clinic-document-title = { $clinic }, Woche { $week }

date-appointments = Termine vollständig bis
date-appointments-none = nicht geliefert
date-responses = Fragebögen vollständig bis
date-courses = Behandlungen, Stand des Exports
date-received = Letzte Lieferung
date-behind = { $days ->
    [one] einen Tag vor dem Ende der Woche
   *[other] { $days } Tage vor dem Ende der Woche
}

headline-heading = Die Woche in wenigen Sätzen
headline-retention = Von { $courses } Behandlungen, die in den zwölf Monaten bis zum { $until } begannen, wurden schätzungsweise { $rate } innerhalb von 180 Tagen ohne vereinbarten Abschluss abgebrochen (95{"\u2011"}%-Konfidenzintervall { $lower } bis { $upper }).
headline-compare = Von den hier beendeten Behandlungen endeten { $own } ohne Vereinbarung, über alle Einrichtungen sind es { $network }. Berücksichtigt man, wer hierher kommt, { $side ->
    [high] sind das mehr, als Zufall und die üblichen Unterschiede zwischen Einrichtungen erklären
    [low] sind das weniger, als Zufall und die üblichen Unterschiede zwischen Einrichtungen erklären
   *[within] liegt das dort, wo Einrichtungen üblicherweise liegen
}.
headline-outcome = Von { $judged } Behandlungen mit einem ersten und einem letzten Wert im { $scale } haben sich { $improved } um mehr als den Messfehler verbessert ({ $rate }, 95{"\u2011"}%-Konfidenzintervall { $lower } bis { $upper }); bei { $unknown } der { $courses } beendeten Behandlungen weiß es niemand.
headline-outcome-few = { $judged ->
    [0] Noch keine beendete Behandlung hat einen ersten und einen letzten Wert im { $scale }.
    [one] Eine beendete Behandlung hat einen ersten und einen letzten Wert im { $scale }: zu wenig für einen Prozentwert.
   *[other] { $judged } beendete Behandlungen haben einen ersten und einen letzten Wert im { $scale };{ $improved ->
        [0] { " " }keine davon hat
        [one] { " " }eine davon hat
       *[other] { " " }{ $improved } davon haben
    } sich um mehr als den Messfehler verbessert: zu wenig für einen Prozentwert.
}
headline-retention-few = { $courses ->
    [0] In den letzten zwölf Monaten hatte keine Behandlung ihre erste Sitzung.
    [one] In den letzten zwölf Monaten hat eine Behandlung begonnen: zu wenig, um mehr zu sagen.
   *[other] In den letzten zwölf Monaten haben { $courses } Behandlungen begonnen; { $dropouts ->
        [0] keine davon endete
        [one] eine davon endete
       *[other] { $dropouts } davon endeten
    } ohne vereinbarten Abschluss.{ $few ->
        [yes] { " " }Für einen Prozentwert ist das zu wenig.
       *[no] { " " }Ein Konfidenzintervall lässt sich noch nicht angeben.
    }
}
headline-no-appointments = Diese Einrichtung liefert keine Termindaten; wer bleibt und wer abbricht, lässt sich daher nicht sagen.
headline-no-outcome = Es ist noch kein Ergebnisfragebogen eingetroffen.
headline-chase = { $kinds ->
    [0] Diese Woche ist nichts nachzufordern.
    [one] Eine Art von Datenlücke lohnt das Nachfassen; sie steht am Ende.
   *[other] { $kinds } Arten von Datenlücken lohnen das Nachfassen; sie stehen am Ende.
}

tiles-heading = Auf einen Blick
tile-details = Einzelheiten
tile-not-told = Unbekannt
tile-nothing-yet = Noch nichts
tile-too-few = Zu wenige für einen Prozentwert
trend-title = { $first }: { $first_value }. { $last }{ $running ->
    [yes] { " " }bisher
   *[no] { "" }
}: { $last_value }.
trend-alt = { $quarters }.
trend-quarter = { $quarter }: { $share }

retention-heading = Wer bleibt und wer abbricht
retention-tile = Innerhalb von 180 Tagen ohne vereinbarten Abschluss abgebrochen
retention-tile-counts = { $courses ->
    [one] aus einer Behandlung, die in den zwölf Monaten bis zum { $until } begann
   *[other] aus { $courses } Behandlungen, die in den zwölf Monaten bis zum { $until } begannen
}
retention-tile-few = { $courses ->
    [one] von der einen Behandlung, die in den zwölf Monaten bis zum { $until } begann
   *[other] von den { $courses } Behandlungen, die in den zwölf Monaten bis zum { $until } begannen
}
retention-no-appointments = Es werden keine Termindaten geliefert; wer bleibt und wer abbricht, lässt sich daher nicht sagen.
retention-nothing-yet = In den letzten zwölf Monaten hatte keine Behandlung ihre erste Sitzung.
retention-no-curve = Eine Kurve braucht mindestens { $minimum } laufende Behandlungen. Bisher sind es weniger.
retention-title = Bis Sitzung { $session } haben { $dropped } ohne vereinbarten Abschluss abgebrochen und { $completed } wie vereinbart abgeschlossen
retention-alt = Kurven nach Sitzungen. Bei Sitzung { $session }: noch in Behandlung { $attending }; ohne vereinbarten Abschluss abgebrochen { $dropped }; wie vereinbart abgeschlossen { $completed }; anders beendet { $other }.{ $network }
retention-alt-network = { " " }Ohne vereinbarten Abschluss abgebrochen im Verbund: { $value }.
retention-note = Hier zählen alle je gelieferten Behandlungen, Sitzung für Sitzung; die Anteile unterscheiden sich deshalb von denen innerhalb von 180 Tagen. Die Bänder sind 95{"\u2011"}%-Konfidenzintervalle. Die Kurven enden, wo weniger als { $minimum } Behandlungen beobachtet werden.
retention-no-network = Eine Linie des Verbunds fehlt: Dahinter stünden zu wenige Einrichtungen oder zu wenige Behandlungen der anderen Einrichtungen.
retention-caption = Anteile an allen Behandlungen nach Sitzungen, mit 95{"\u2011"}%-Konfidenzintervallen
retention-stayed-title = { $share } bleiben für { $sessions } Sitzungen oder mehr
retention-stayed-title-few = Wie viele mindestens so viele Sitzungen bleiben
retention-stayed-caption = Behandlungen, die so viele Sitzungen hätten haben können, in den zwölf Monaten bis zum { $until }
retention-stayed-row = { $sessions } Sitzungen oder mehr
retention-never-started = { $courses ->
    [0] Alle, die in dieser Zeit einen Termin hatten, sind mindestens einmal gekommen.
    [one] Eine weitere Behandlung war gebucht und begann nie; sie zählt oben nicht mit.
   *[other] { $courses } weitere Behandlungen waren gebucht und begannen nie; sie zählen oben nicht mit.
}
retention-attendance = In Behandlungen, die in diesen zwölf Monaten offen waren, wurden { $attended } von { $appointments } Terminen wahrgenommen, { $missed } versäumt und { $cancelled } abgesagt.
column-session = Sitzung
column-at-risk = Beobachtete Behandlungen
column-attending = Noch in Behandlung
column-dropped = Ohne Vereinbarung abgebrochen
column-interval = 95{"\u2011"}%-Intervall
column-completed = Wie vereinbart abgeschlossen
column-other = Anders beendet
column-stayed = Geblieben
column-opportunity = Möglich gewesen
column-share = Anteil

alliance-heading = Therapeutische Allianz
alliance-tile-low = Niedrige Allianz im letzten Fragebogen
alliance-tile-rupture = Behandlungen mit einem Bruch in der Allianz
alliance-tile-none = Therapeutische Allianz
alliance-none = Es ist noch kein Allianzfragebogen eingetroffen.
alliance-tile-counts = { $part } von { $whole } Behandlungen, nach { $scale }
alliance-title = { $direction ->
    [up] { $scale }: Die Werte steigen von { $first } in Sitzung { $start } auf { $last } in Sitzung { $end }
    [down] { $scale }: Die Werte sinken von { $first } in Sitzung { $start } auf { $last } in Sitzung { $end }
   *[flat] { $scale }: { $first } in Sitzung { $start } und { $last } in Sitzung { $end }; der Unterschied kann Zufall sein
}
alliance-alt = Mittelwert je Sitzung mit 95{"\u2011"}%-Konfidenzintervallen. Sitzung { $start }: { $first }; Sitzung { $end }: { $last }, 95{"\u2011"}%-Konfidenzintervall { $lower } bis { $upper }, aus { $courses } Behandlungen.{ $network }{ $threshold }
alliance-alt-network = { " " }Die mittlere Hälfte der Klientinnen und Klienten im Verbund liegt bei Sitzung { $session } zwischen { $below } und { $above }.
alliance-alt-threshold = { " " }Unter { $value } ist niedrig.
alliance-no-curve = Zu wenige Fragebögen je Sitzung für eine Linie: Sie braucht { $minimum } Behandlungen.
alliance-no-sessions = Es werden keine Termindaten geliefert; Sitzungen lassen sich nicht zählen, und eine Linie wird nicht gezeichnet.
alliance-note = Wer früh aufhört, verlässt die Linie. Ein Anstieg kann deshalb auch zeigen, wer geblieben ist, nicht nur, wer sich verändert hat. Die Achse zeigt einen Ausschnitt der Skala ({ $minimum } bis { $maximum }).
alliance-caption = { $scale } nach Sitzungen
alliance-low = Im letzten Fragebogen war die Allianz bei { $part } von { $whole } Behandlungen niedrig ({ $share }).
alliance-low-few = Im letzten Fragebogen war die Allianz bei { $part } von { $whole } Behandlungen niedrig: zu wenig für einen Prozentwert.
alliance-low-none = Für diese Skala ist keine Grenze einer niedrigen Allianz veröffentlicht; es wird deshalb keine gezählt.
alliance-ceiling-none = Keiner von { $whole } Fragebögen hatte den höchstmöglichen Wert.
alliance-ceiling = { $part } von { $whole } Fragebögen hatten den höchstmöglichen Wert ({ $value }): Von dort aus kann eine Allianz nicht mehr sichtbar besser werden.
alliance-ruptures = { $ruptures ->
    [0] Kein Bruch fand sich in { $courses } Behandlungen mit genügend Fragebögen, um danach zu suchen.
    [one] Ein Bruch in { $with } von { $courses } Behandlungen mit genügend Fragebögen, um danach zu suchen; { $repairs } davon repariert.
   *[other] { $ruptures } Brüche in { $with } von { $courses } Behandlungen mit genügend Fragebögen, um danach zu suchen; { $repairs } davon repariert.
}
alliance-ruptures-unknown = Keine Behandlung hat genügend Fragebögen, um nach Brüchen zu suchen.
alliance-criterion = Ein Bruch ist ein Abfall um mindestens { $points } Punkte von einem Fragebogen zum nächsten: eine Standardabweichung dieser Skala, zwischen Personen oder innerhalb einer Person, je nachdem, welche größer ist. Repariert heißt: innerhalb von drei Fragebögen wieder nahe am alten Stand.
column-courses = Behandlungen
column-mean = Mittelwert
column-network-band = Verbund, mittlere Hälfte

outcomes-heading = Behandlungsergebnisse
outcomes-none = Es ist noch kein Ergebnisfragebogen eingetroffen.
outcomes-tile = Verlässlich verbessert
outcomes-tile-none = Behandlungsergebnisse
outcomes-tile-counts = { $part } von { $whole } Behandlungen mit einem ersten und einem letzten Wert im { $scale }
outcomes-tile-pairing = { $paired } von { $courses } beendeten Behandlungen haben beide
outcomes-title = { $scale }: { $improved } von { $judged } verlässlich verbessert, { $deteriorated } verschlechtert
outcomes-title-unjudged = { $scale }: erster und letzter Wert von { $paired } Behandlungen
outcomes-alt = Erster und letzter Wert von { $paired } Behandlungen. Verlässlich verbessert { $improved }, unverändert { $unchanged }, verlässlich verschlechtert { $deteriorated }.
outcomes-division-title = { $improved } von { $courses ->
    [one] einer beendeten Behandlung
   *[other] { $courses } beendeten Behandlungen
} verlässlich verbessert{ $unknown ->
    [0] { "" }
   *[other] , { $unknown } unbekannt
}
outcomes-division-title-unjudged = Was aus { $courses ->
    [one] der einen beendeten Behandlung
   *[other] den { $courses } beendeten Behandlungen
} geworden ist
outcomes-division-alt = Von { $courses } beendeten Behandlungen: verlässlich verbessert { $improved }, unverändert { $unchanged }, verlässlich verschlechtert { $deteriorated }, unbekannt { $unknown }.
outcomes-division-caption = Behandlungen, die in den zwölf Monaten bis zum { $until } endeten, nach { $scale }
outcomes-improved = Verlässlich verbessert
outcomes-unchanged = Keine verlässliche Veränderung
outcomes-deteriorated = Verlässlich verschlechtert
outcomes-recovered = Genesen, von den zu Beginn Belasteten
outcomes-unknown = Unbekannt: erster oder letzter Fragebogen fehlt
outcomes-bounds = Hätte sich keine der { $unknown } übrigen verbessert, wären es { $worst }; hätten sich alle verbessert, { $best }. Die Wahrheit liegt dazwischen.
outcomes-bounds-none = Jede beendete Behandlung hat einen ersten und einen letzten Fragebogen.
outcomes-no-pair = Keine in den letzten zwölf Monaten beendete Behandlung hat einen ersten und einen letzten Fragebogen.
outcomes-criterion = Verlässlich (RCI): { $operator } { $points } Punkte (Quelle: „{ $source }“).
outcomes-criterion-none = Für diese Skala ist kein Kriterium verlässlicher Veränderung veröffentlicht; Veränderungen werden deshalb nicht beurteilt.
outcomes-cutoff = Belastet: { $operator } { $points } (Quelle: „{ $source }“).
outcomes-note = Jedes Zeichen ist ein erster und ein letzter Wert, größer, wo mehrere Behandlungen ihn teilen. Zwischen den gestrichelten Linien kann eine Veränderung Messfehler sein.
column-count = Behandlungen
chart-first = Erster Wert
so-far-title = { $scale } bisher: { $improved } von { $courses } offenen Behandlungen verlässlich verbessert, { $deteriorated } verschlechtert
so-far-title-unjudged = { $scale } bisher: erster und jüngster Wert von { $courses } offenen Behandlungen
so-far-alt = Erster und jüngster Wert von { $courses } offenen Behandlungen. Bisher verlässlich verbessert { $improved }, unverändert { $unchanged }, verlässlich verschlechtert { $deteriorated }.
so-far-note = Diese Behandlungen laufen noch, dies ist also kein Ergebnis: Jedes Zeichen ist ein erster und ein jüngster Wert. Zwischen den gestrichelten Linien kann eine Veränderung Messfehler sein.
so-far-tile = Bisher haben sich { $part } von { $whole } offenen Behandlungen mit zwei Fragebögen verlässlich verbessert.
chart-last = Letzter Wert
chart-latest = Jüngster Wert
chart-improved = verbessert
chart-deteriorated = verschlechtert

empathy-heading = Empathie aus Sicht der Klientinnen und Klienten
empathy-none = Es ist noch kein Empathiefragebogen eingetroffen.
empathy-tile = Behandelnde, deren Mittelwert gezeigt werden kann
empathy-tile-none = Empathie
empathy-tile-statement = { $whole ->
    [one] behandelnde Person mit Fragebögen im { $scale }
   *[other] Behandelnde mit Fragebögen im { $scale }
}
empathy-tile-needed = Ein Mittelwert wird gezeigt, sobald er auf etwa { $clients } Personen beruht.
empathy-not-yet = Im { $scale } kann noch kein Mittelwert einzelner Behandelnder gezeigt werden. Gezeigt wird er, sobald seine Reliabilität { $reliability } erreicht; das braucht etwa { $clients } Personen mit je einem Fragebogen. Die meisten bisher: { $most }.
empathy-some = { $shown ->
    [one] Im { $scale } beruht der Mittelwert einer behandelnden Person auf genügend Klientinnen und Klienten, um gezeigt zu werden.
   *[other] Im { $scale } beruhen die Mittelwerte von { $shown } Behandelnden auf genügend Klientinnen und Klienten, um gezeigt zu werden.
} { $outside ->
    [0] Kein Intervall liegt ganz über oder unter dem Mittelwert des Verbunds; niemand lässt sich also davon unterscheiden.
    [one] Ein Intervall liegt ganz über oder unter dem Mittelwert des Verbunds.
   *[other] { $outside } Intervalle liegen ganz über oder unter dem Mittelwert des Verbunds.
}
empathy-no-difference = Im { $scale } unterscheiden sich die Einschätzungen zwischen den Behandelnden nicht stärker, als es der Zufall erwarten lässt. Niemand lässt sich unterscheiden, deshalb wird kein Mittelwert gezeigt.
empathy-no-interval = Im { $scale } lässt sich noch nicht sagen, wie ungenau der Mittelwert einzelner Behandelnder ist; deshalb wird keiner gezeigt. Dazu braucht es Fragebögen zu vier Behandelnden im Verbund, davon zu jemandem von zwei Personen, und Personen derselben Behandelnden, die verschieden antworten.
empathy-no-network-mean = kein Mittelwert des Verbunds
empathy-order = Die Behandelnden stehen in der Reihenfolge ihrer Kennung, nie ihres Mittelwerts: Dies ist keine Rangliste.
empathy-title-not-yet = { $scale }: Die meisten Bewertungen einer behandelnden Person kommen von { $most ->
    [one] einer Person
   *[other] { $most } Personen
}; ein Mittelwert braucht etwa { $clients }
empathy-title = { $scale }: Mittelwerte, die auf genügend Personen beruhen, mit ihren Intervallen
empathy-alt-not-yet = Personen mit einem Fragebogen, nach Behandelnden: { $therapists }. Nötig sind etwa { $needed }.
empathy-alt = Mittelwerte mit 95{"\u2011"}%-Konfidenzintervallen: { $therapists }. Mittelwert des Verbunds { $mean }.
empathy-alt-item = { $therapist } { $value }
empathy-alt-interval = { $therapist } { $mean } ({ $lower } bis { $upper })
empathy-remark = noch nicht
empathy-caption = { $scale } nach Behandelnden, in der Reihenfolge ihrer Kennung
empathy-shrunken = Mittelwerte sind zum Mittelwert des Verbunds hin gezogen, umso stärker, je weniger Personen hinter ihnen stehen.
empathy-ceiling = { $share } der Fragebögen dieser Einrichtung hatten den höchstmöglichen Wert.
therapist-label = Therapeut/in { $number }
column-therapist = Therapeut/in
column-clients = Personen
column-forms = Fragebögen
column-reliability = Reliabilität
column-empathy-mean = Mittelwert, 95{"\u2011"}%-Intervall
chart-needed = nötig: etwa { $clients }
chart-network-mean = Verbund { $mean }
chart-attending = Noch in Behandlung
    { $value }
chart-dropped = Abgebrochen
    { $value }
chart-completed = Wie vereinbart
    { $value }
chart-network = Verbund: Abbruch
    { $value }
chart-clinic-mean = Diese Einrichtung
    { $value }
chart-network-band = Verbund,
    mittlere Hälfte
chart-low = niedrig unter { $value }

chase-heading = Fehlende Daten
chase-none = Diese Woche ist nichts nachzufordern: Keine Datei wurde zurückgewiesen, und kein Fragebogen oder Behandlungsende, das diese Seite braucht, fehlt.
chase-intro = Mit jedem dieser Punkte würden die Zahlen oben mehr sagen.
chase-deliveries = { $count ->
    [one] Eine Lieferung der letzten sieben Tage konnte nicht übernommen werden oder ist angehalten. Fragen Sie die Betreuung von Rapport, was damit ist.
   *[other] { $count } Lieferungen der letzten sieben Tage konnten nicht übernommen werden oder sind angehalten. Fragen Sie die Betreuung von Rapport, was damit ist.
}
chase-rows = { $count ->
    [one] Eine Zeile aus den Dateien der letzten sieben Tage wurde nach Regel { $rule } zurückgewiesen:
   *[other] { $count } Zeilen aus den Dateien der letzten sieben Tage wurden nach Regel { $rule } zurückgewiesen:
} { chase-refused }
# Nach einem Doppelpunkt: was nicht stimmt, dann wen man was fragt. Wie sich eine Datei berichtigen lässt, steht auf der Qualitätsseite.
chase-refused = { $kind ->
    [ROW-SHAPE] mit zu vielen oder zu wenigen Feldern. Bitten Sie die für den Export Zuständigen, danach zu sehen.
    [ROW-REQUIRED] mit einer leeren Angabe, die gebraucht wird. Bitten Sie darum, sie im eigenen System nachzutragen; der nächste Export bringt sie mit.
    [ROW-CODE] mit einem Wort oder Code, den noch niemand erklärt hat. Fragen Sie die für den Export Zuständigen, was er bedeutet, und sagen Sie es der Betreuung von Rapport.
    [ROW-INSTRUMENT] mit einem Fragebogen, der unter diesem Namen nicht bekannt ist. Fragen Sie das Team, welcher gemeint ist, und sagen Sie es der Betreuung von Rapport.
    [ROW-RESPONDENT] mit einem Fragebogen, der nicht für die Person gedacht ist, die geantwortet haben soll. Fragen Sie das Team, wer ihn ausgefüllt hat.
    [ROW-DATE] mit einem Datum, das nicht lesbar ist oder nicht stimmen kann. Lassen Sie es im eigenen System berichtigen; sind es viele auf einmal, fragen Sie die für den Export Zuständigen, ob Daten anders geschrieben werden als bisher.
    [ROW-FUTURE] mit etwas, das an einem künftigen Tag geschehen sein soll. Lassen Sie das Datum im eigenen System berichtigen; ein künftiger Termin sollte als solcher gekennzeichnet sein.
    [ROW-NUMBER] mit einer Zahl, die nicht lesbar ist. Fragen Sie die für den Export Zuständigen, ob Zahlen anders geschrieben werden als bisher, etwa mit Punkt statt Komma.
    [ROW-RANGE] mit einer Zahl, die zu klein oder zu groß ist, um zu stimmen. Lassen Sie sie im eigenen System berichtigen.
    [ROW-ITEM-RANGE] mit einer Antwort, die der Fragebogen nicht anbietet. Lassen Sie die Eingabe mit dem ausgefüllten Bogen vergleichen.
    [ROW-ITEM-COUNT] mit mehr oder weniger Antworten, als der Fragebogen Fragen hat. Fragen Sie die für den Export Zuständigen, ob jede Frage darin ist.
    [ROW-TOTAL-RANGE] mit einer Summe, die der Fragebogen nicht ergeben kann. Lassen Sie die Eingabe mit dem ausgefüllten Bogen vergleichen.
    [ROW-REVIEW] mit einer Sichtung von Risikoantworten, die nicht sagt, welcher Fragebogen gesichtet wurde. Bitten Sie die Person, die gesichtet hat, den Fragebogen und den Tag zu nennen.
    [ROW-KEY-COLLISION] mit einer Kennung, die sich von einer anderen nicht unterscheiden lässt. Sagen Sie es der Betreuung von Rapport.
    [ROW-CONFLICT] mit zweierlei Antworten zu demselben Fragebogen. Fragen Sie die für den Export Zuständigen, welche gelten, und bitten Sie darum, diese erneut zu senden.
   *[other] mit etwas, das nicht stimmen kann. Bitten Sie die für den Export Zuständigen, danach zu sehen.
}
chase-rows-where = Die Betreuung von Rapport hat diese Zeilen einzeln, jede mit dem, was zu tun ist, in der Arbeitsmappe refused-rows.xlsx.
chase-waiting = { $count ->
    [one] { $feed ->
        [appointments] Ein Termin gehört
        [actions] Eine Maßnahme gehört
       *[responses] Ein Fragebogen gehört
    } zu einer Behandlung, die nicht eingetroffen ist, und kann daher nicht zählen. Bitten Sie die für den Export Zuständigen, auch diese Behandlung zu senden.
   *[other] { $count } { $feed ->
        [appointments] Termine
        [actions] Maßnahmen
       *[responses] Fragebögen
    } gehören zu Behandlungen, die nicht eingetroffen sind, und können daher nicht zählen. Bitten Sie die für den Export Zuständigen, auch diese Behandlungen zu senden.
}
chase-unrecorded = { $count ->
    [one] Eine Behandlung, die in den letzten zwölf Monaten endete, hat
   *[other] { $count } Behandlungen, die in den letzten zwölf Monaten endeten, haben
} ein Enddatum, aber keinen Grund. Bitten Sie die Behandelnden, den Grund zu erfassen.
chase-gap = { $count ->
    [one] Eine Behandlung gilt
   *[other] { $count } Behandlungen gelten
} in den letzten zwölf Wochen nur deshalb als abgebrochen, weil { $days } Tage lang niemand kam. Fragen Sie die Behandelnden, ob { $count ->
    [one] sie
   *[other] eine davon
} anders endete, und bitten Sie darum, es zu erfassen.
chase-unpaired = { $count ->
    [one] Eine
   *[other] { $count }
} von { $whole } Behandlungen, die in den letzten zwölf Wochen endeten, { $count ->
    [one] hat
   *[other] haben
} keinen ersten und letzten Ergebnisfragebogen. Fragen Sie das Team, woran es am Anfang oder am Ende scheitert.
chase-without-first = { $count ->
    [one] Eine
   *[other] { $count }
} von { $whole } offenen Behandlungen mit zwei oder mehr Sitzungen { $count ->
    [one] hat
   *[other] haben
} noch keinen Ergebnisfragebogen. Bitten Sie die Behandelnden, in der nächsten Sitzung einen ausfüllen zu lassen.

adherence-heading = Fragebögen und Hausaufgaben
adherence-completion = { $came } von { $due } Fragebögen, die in den letzten zwölf Monaten fällig waren, kamen auswertbar zurück ({ $value }); bei { $incomplete } fehlten zu viele Antworten, { $declined } wurden abgelehnt, { $missing } kamen nie.
adherence-homework = { $rater ->
    [client] Klientinnen und Klienten
   *[therapist] Therapeutinnen und Therapeuten
} schätzen die Erledigung der Hausaufgaben im Mittel auf { $value } der Skala (95{"\u2011"}%-Konfidenzintervall { $lower } bis { $upper }, { $courses } Behandlungen).
adherence-homework-few = { $rater ->
    [client] Klientinnen und Klienten
   *[therapist] Therapeutinnen und Therapeuten
} haben Hausaufgaben in { $courses ->
    [one] einer Behandlung
   *[other] { $courses } Behandlungen
} eingeschätzt: zu wenig für einen Mittelwert.

also-rated-heading = Was noch eingeschätzt wird
also-rated-intro = Mittelwerte der Behandlungen, die in den letzten zwölf Monaten liefen; jede Behandlung zählt einmal. Therapeutinnen und Therapeuten werden danach nicht verglichen.
also-rated-mean = { $scale }: im Mittel { $value } auf einer Skala von { $minimum } bis { $maximum } (95-%-Konfidenzintervall { $lower } bis { $upper }, { $courses } Behandlungen).
also-rated-few = { $scale }: { $courses ->
    [one] eine Behandlung
   *[other] { $courses } Behandlungen
}, zu wenig für einen Mittelwert.

