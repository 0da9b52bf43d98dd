# Die Personenlisten der Einrichtung, und der Weg in die Behandlung.

client-label = Klient/in { $number }

people-heading = Wen Sie sich diese Woche ansehen sollten
people-intro = Mit den eigenen Kennungen dieser Einrichtung, und auf keiner anderen Seite. Wer bekanntermaßen beendet hat, gewechselt hat oder verstorben ist, steht auf keiner Liste. Jede Liste beginnt mit denen, die zuerst anzusehen sind.
people-not-published = Die veröffentlichte Datei stammt aus einer früheren Version und enthält diese Liste noch nicht. Sie steht hier nach dem nächsten Lauf.
people-not-told = unbekannt
people-none-booked = keiner gebucht
people-rest = { $heading }: die Übrigen
people-more = { $people ->
    [one] Eine weitere Person
   *[other] { $people } weitere
}
column-client = Klient/in
column-form = Fragebogen
column-next = Nächster Termin

headline-people = Diese Woche anzusehen: { $kinds }.
headline-people-none = Auf den Personenlisten dieser Woche steht niemand.
headline-people-kind = { $kind ->
    [risk-answers] { $count ->
        [one] ein Fragebogen mit einer Antwort auf eine Risikofrage
       *[other] { $count } Fragebögen mit Antworten auf Risikofragen
    }
    [at-risk] { $count ->
        [one] eine Person mit drohendem Abbruch
       *[other] { $count } Personen mit drohendem Abbruch
    }
    [off-track] { $count ->
        [one] eine Person nicht auf Kurs
       *[other] { $count } Personen nicht auf Kurs
    }
    [worse] { $count ->
        [one] eine Person verlässlich schlechter als zu Beginn
       *[other] { $count } Personen verlässlich schlechter als zu Beginn
    }
   *[unbooked] { $count ->
        [one] eine Person ohne nächsten Termin
       *[other] { $count } Personen ohne nächsten Termin
    }
}

risk-answers-heading = Antworten auf Risikofragen seit dem letzten Bericht
risk-answers-lead = { $people ->
    [one] In einem Fragebogen ist eine Risikofrage höher als mit der niedrigsten Stufe beantwortet.
   *[other] In { $people } Fragebögen ist eine Risikofrage höher als mit der niedrigsten Stufe beantwortet.
}
risk-answers-alarm = Rapport ist kein Alarmsystem: Eine Antwort ist Stunden oder Tage alt, wenn sie hier steht. Solche Antworten sind am selben Tag anzusehen, nach dem eigenen Verfahren der Einrichtung.
risk-answers-review = Rapport weiß nicht, was gesichtet ist: Die Einrichtung übermittelt es nicht. Jede Antwort steht deshalb in der Woche ihres Eintreffens als noch nicht gesichtet da. Mit einer Liste der Sichtungen (Datenart „actions“) verschwänden die gesichteten von hier.
risk-answers-unreviewed-heading = Noch nicht gesichtete Antworten auf Risikofragen
risk-answers-by-review = Als gesichtet gilt, was die Maßnahmenliste der Einrichtung seit dem { $day } so nennt: dass jemand den Fragebogen an diesem Tag oder danach angesehen hat, nicht, dass genug getan wurde. Fragebögen der letzten zwölf Wochen stehen hier, bis ihre Sichtung eintrifft.
risk-answers-all-reviewed = Alle Fragebögen offener Behandlungen der letzten zwölf Wochen mit solchen Antworten sind gesichtet.
risk-answers-none-known = In keinem Fragebogen einer offenen Behandlung der letzten zwölf Wochen ist eine Risikofrage höher als mit der niedrigsten Stufe beantwortet.
risk-answers-reviewed = { $people ->
    [one] Ein gesichteter Fragebogen
   *[other] { $people } gesichtete Fragebögen
}
risk-answers-not-yet = noch nicht
column-reviewed = Gesichtet
risk-answers-none = In keinem in den letzten sieben Tagen eingetroffenen Fragebogen einer offenen Behandlung ist eine Risikofrage höher als mit der niedrigsten Stufe beantwortet.
risk-answers-caption = Letzter Fragebogen jeder offenen Behandlung mit einer Antwort auf eine Risikofrage, die höchsten zuerst
risk-answers-earlier = { $people ->
    [one] Ein schon früher genannter Fragebogen, der noch der letzte seiner Behandlung ist
   *[other] { $people } schon früher genannte Fragebögen, die noch die letzten ihrer Behandlung sind
}
risk-answers-item = Frage { $item }: { $answer }
risk-answers-items = { $answers } (von { $lowest } bis { $highest })
column-filled-in = Ausgefüllt
column-risk-answers = Antworten

at-risk-heading = Drohender Abbruch in den nächsten vier Wochen
at-risk-lead = { $people ->
    [one] Eine von { $whole } offenen Behandlungen,
   *[other] { $people } von { $whole } offenen Behandlungen,
} bei denen Sie zuerst anrufen oder darüber sprechen sollten.
at-risk-note = Das Risiko ist eine Wahrscheinlichkeit, kein Urteil: Von zehn Personen mit 30{"\u00a0"}% bleiben voraussichtlich sieben. Die Gründe sagen, was das Modell gesehen hat, nicht, was die Ursache ist.
at-risk-none = Diese Woche ist keine offene Behandlung gekennzeichnet.
at-risk-nobody-open = Keine Behandlung ist offen.
at-risk-base-rate = Für diese Einrichtung gibt es keine Liste: { $why } Sagen lässt sich die eigene Rate der Einrichtung: { $rate } der Personen in Behandlung brechen innerhalb von vier Wochen ab, und das gilt für jede der { $courses } offenen Behandlungen. Eine Liste in irgendeiner Reihenfolge wäre geraten.
at-risk-no-rate = Für diese Einrichtung gibt es keine Liste: { $why }
at-risk-basis = { $reason ->
    [too_little_history] Es gibt noch zu wenig Vorgeschichte, um daraus zu lernen.
    [no_better_than_base_rate] An späteren Wochen geprüft, wusste das Risikomodell nicht mehr als die Basisrate.
    [badly_calibrated_here] Die Wahrscheinlichkeiten des Risikomodells treffen hier nicht zu.
    [no_appointment_data] Ohne Termindaten lässt sich nicht sagen, bei wem ein Abbruch droht.
   *[unknown] Es ist noch kein Risikomodell gelernt worden.
}
at-risk-not-published = Die veröffentlichte Datei enthält noch kein Abbruchrisiko. Es steht hier, sobald das Modell gelernt ist.
at-risk-caption = Gekennzeichnete Behandlungen, das höchste Risiko zuerst
column-risk = Risiko in vier Wochen
column-why = Was auffällt
column-weeks-flagged = Wochen auf der Liste

flags-before-heading = Was aus früheren Hinweisen wurde
flags-before-lead = Die in { $weeks ->
    [one] der Woche
   *[other] den letzten { $weeks } Wochen
} vor dieser Genannten und wie ihre Behandlung in den 28 Tagen nach dem Ende der jeweiligen Woche weiterging, soweit es bekannt ist.
flags-before-none = In den zwölf Wochen vor dieser war niemand genannt.
flags-before-not-told = Die Einrichtung übermittelt nicht, was sie unternommen hat; deshalb kann hier niemand sagen, auf welche Hinweise etwas geschah. Eine Liste mit Behandlung, Tag und Maßnahme (Datenart „actions“) genügt.
flags-before-followed = { $handled ->
    [acted] Mit einer Maßnahme innerhalb von sieben Tagen
    [none_needed] Angesehen und keine Maßnahme nötig
   *[nothing_recorded] Ohne Eintrag innerhalb von sieben Tagen
}: Von { $courses ->
    [one] einer vor mindestens vier Wochen genannten Behandlung
   *[other] { $courses } vor mindestens vier Wochen genannten Behandlungen
} { $dropped_out ->
    [one] endete { $dropped_out }
   *[other] endeten { $dropped_out }
} innerhalb von 28 Tagen durch Abbruch (95{"\u2011"}%-Intervall { $interval }); weitergegangen: { $kept_coming }.
flags-before-no-cause = Das beschreibt und sagt nicht, was ein Anruf bewirkt: Wer angerufen wurde, war ausgewählt, oft aus Sorge. Die Gruppen unterschieden sich also schon vor jedem Anruf.
flags-before-caption = Hinweise nach Woche, die letzte zuerst
column-flag-week = Woche
column-flag-count = Genannt
column-flag-acted = Bearbeitet
column-flag-kept-coming = Kamen weiter
column-flag-dropped-out = Abgebrochen
column-flag-ended = Anders beendet
column-flag-not-seen = Noch nicht wieder da

worse-heading = Verlässlich schlechter als zu Beginn
worse-lead = { $people ->
    [one] Bei einer Person ist der letzte Fragebogen um mehr als den Messfehler schlechter als der erste.
   *[other] Bei { $people } Personen ist der letzte Fragebogen um mehr als den Messfehler schlechter als der erste.
}
worse-note = Eine Verschlechterung unterwegs ist häufig und vergeht oft; sie ist ein Anlass, über die Therapie zu sprechen, kein Urteil über sie.
worse-none = Bei niemandem ist der letzte Fragebogen der letzten zwölf Wochen verlässlich schlechter als der erste.
worse-no-forms = Es ist noch kein Ergebnisfragebogen eingetroffen; das lässt sich daher nicht sagen.
worse-caption = Offene Behandlungen; zuerst, was gemessen an der Länge der Skala am meisten schlechter ist
worse-score = { $score } am { $day }
column-first = Erster
column-latest = Letzter
column-worse-by = Schlechter um, Punkte

off-track-heading = Nicht auf Kurs
off-track-lead = { $people ->
    [one] Bei einer Person ist der letzte Fragebogen schlechter als bei neun von zehn, die ähnlich begannen und ebenso weit waren.
   *[other] Bei { $people } Personen ist der letzte Fragebogen schlechter als bei neun von zehn, die ähnlich begannen und ebenso weit waren.
}
off-track-note = Verglichen mit den Behandlungen dieses Verbunds, die im selben Fünftel der Anfangswerte begannen. Etwa eine von zehn Personen steht hier, was immer man tut; und wer schon gegangen ist, zählt bei den Verglichenen nicht mehr mit.
off-track-none = Bei niemandem ist der letzte Fragebogen der letzten zwölf Wochen schlechter als bei neun von zehn, die ähnlich begannen.
off-track-no-appointments = Ohne Termindaten lassen sich Sitzungen nicht zählen; wie weit andere waren, lässt sich daher nicht sagen.
off-track-caption = Offene Behandlungen, die am weitesten von der Mitte ähnlich Begonnener entfernten zuerst
column-half-of-others = Üblich zu diesem Zeitpunkt

unbooked-heading = Offen ohne nächsten Termin
unbooked-lead = { $people ->
    [one] { $whole ->
        [one] Bei der einen begonnenen offenen Behandlung ist
       *[other] Bei einer von { $whole } begonnenen offenen Behandlungen ist
    }
   *[other] Bei { $people } von { $whole } begonnenen offenen Behandlungen ist
} kein Termin gebucht.
unbooked-note = Nach { $days } Tagen ohne Sitzung gilt eine Behandlung als abgebrochen. Ist sie wie vereinbart zu Ende, erfassen Sie bitte das Ende.
unbooked-none = Jede begonnene offene Behandlung hat einen nächsten Termin.
unbooked-no-appointments = Diese Einrichtung liefert keine Termine; wer keinen hat, lässt sich daher nicht sagen.
unbooked-no-bookings = Der Export dieser Einrichtung enthält keine Termine nach dem Ende der Woche; wer keinen hat, lässt sich daher nicht sagen. Mit den gebuchten Terminen im Export würde sich diese Liste füllen.
unbooked-caption = Offene Behandlungen ohne Buchung, die längste Zeit ohne Sitzung zuerst
column-sessions = Sitzungen
column-last-seen = Zuletzt gesehen
column-days-since = Tage ohne Sitzung
column-missed = Versäumt

door-heading = Der Weg in die Behandlung
door-title = Die Hälfte derer, die in { $last }{ $running ->
    [yes] { " " }bisher
   *[no] { "" }
} begannen, hatte { $last_days } Tage oder länger gewartet; in { $first } waren es { $first_days }
door-alt = Tage von der Anmeldung bis zur ersten Sitzung. { $quarters }.
door-alt-item = { $quarter }: die Hälfte innerhalb von { $days }, die mittlere Hälfte { $lower } bis { $upper }
door-note = Der Punkt ist die Wartezeit, die die Hälfte überschreitet; die Linie umfasst die mittlere Hälfte. Gezählt ist nur, wer begonnen hat; wer noch wartet, ist nicht dabei.
door-caption = Tage von der Anmeldung bis zur ersten Sitzung, nach Quartal der ersten Sitzung
door-wait = Von { $courses } Personen mit erster Sitzung in den letzten zwölf Monaten hatte die Hälfte seit der Anmeldung höchstens { $days } Tage gewartet, und neun von zehn höchstens { $long } Tage.
door-wait-few = { $courses ->
    [one] Eine Person hat in den letzten zwölf Monaten begonnen, nach { $days } Tagen.
   *[other] { $courses } Personen haben in den letzten zwölf Monaten begonnen, die Hälfte innerhalb von { $days } Tagen.
} Das ist zu wenig, um mehr zu sagen.
door-no-referrals = Es wird kein Anmeldedatum geliefert; Wartezeiten lassen sich daher nicht sagen.
door-no-appointments = Ohne Termindaten ist nicht bekannt, wann eine erste Sitzung stattfand; Wartezeiten und ausgebliebene Anfänge stehen daher nicht hier.
door-never = { $part ->
    [0] Von { $whole } Personen, die in den letzten zwölf Monaten einen Termin hatten, blieb niemand der ersten Sitzung ganz fern ({ $share }).
   *[other] { $part } von { $whole } Personen, die in den letzten zwölf Monaten einen Termin hatten, kamen nie zu einer ersten Sitzung ({ $share }).
}
door-never-few = { $part ->
    [0] Keine
   *[other] { $part }
} von { $whole } Personen, die in den letzten zwölf Monaten einen Termin hatten, kamen nie zu einer ersten Sitzung: zu wenig für einen Prozentwert.
door-waiting = { $people ->
    [one] Eine Person wartet zurzeit auf ihre erste Sitzung
   *[other] { $people } Personen warten zurzeit auf ihre erste Sitzung
}; die längste Wartezeit bisher beträgt { $days } Tage.
door-waiting-unbooked = { $people ->
    [0] { $whole ->
        [one] Der Tag dafür ist gebucht.
       *[other] Alle haben dafür einen Tag.
    }
   *[other] { $whole ->
        [one] Ein Tag dafür ist noch nicht gebucht.
       *[other] { $people } von diesen { $whole } haben dafür noch keinen Tag.
    }
}
column-begun-in = Erste Sitzung in
column-median-days = Die Hälfte innerhalb von, Tage
column-middle-half = Mittlere Hälfte, Tage

changes-heading = Was sich seit der letzten Woche geändert hat
changes-happened = In der Woche selbst geschehen: { $kinds }. Das sind echte Veränderungen.
changes-nothing-happened = In der Woche selbst ist nach allem, was bekannt ist, nichts geschehen.
changes-none = { $cause ->
    [late] Aus früheren Wochen wurde nichts nachgereicht.
    [corrected] Nichts, was vor einer Woche bekannt war, wurde berichtigt.
   *[withdrawn] Nichts, was vor einer Woche bekannt war, wurde zurückgenommen.
}
changes-some = { $cause ->
    [late] Nachgereicht aus früheren Wochen: { $kinds }. Frühere Zahlen haben sich dadurch bewegt, ohne dass etwas geschehen ist.
    [corrected] Berichtigt, obwohl vor einer Woche schon bekannt: { $kinds }.
    [opted_out] Weggefallen, weil Klientinnen oder Klienten der Nutzung ihrer Daten widersprochen haben: { $kinds }. Sie zählen in keiner Zahl mehr, auch nicht in denen früherer Wochen.
   *[withdrawn] Vor einer Woche bekannt und seither zurückgenommen: { $kinds }.
}
changes-kind = { $kind ->
    [course_begun] { $count ->
        [one] ein Behandlungsbeginn
       *[other] { $count } Behandlungsanfänge
    }
    [course_ended] { $count ->
        [one] ein Behandlungsende
       *[other] { $count } Behandlungsenden
    }
    [appointment] { $count ->
        [one] ein Termin
       *[other] { $count } Termine
    }
   *[form] { $count ->
        [one] ein Fragebogen
       *[other] { $count } Fragebögen
    }
}
changes-since = Das Älteste davon ist vom { $day }: Zahlen ab diesem Tag können von denen früherer Berichte abweichen.
changes-first-delivery = Die ersten Dateien dieser Einrichtung trafen in den letzten sieben Tagen ein; es gibt keinen früheren Bericht zum Vergleich.
changes-definitions-same = Die Definitionen sind die des letzten Wochenberichts.
changes-definitions = Die Definitionen können sich geändert haben: Den letzten Wochenbericht erstellte Version { $before }, diesen { $now }. Was anders ist, sagt das Änderungsprotokoll.
changes-not-published = Die veröffentlichte Datei stammt aus einer früheren Version und sagt nicht, was sich geändert hat. Es steht hier nach dem nächsten Lauf.
changes-nothing-known = Von dieser Einrichtung ist noch nichts eingetroffen.
changes-caption = Ereignisse danach, wie sie diesen Bericht verändert haben
changes-row = { $kind ->
    [course_begun] Begonnene Behandlungen
    [course_ended] Beendete Behandlungen
    [appointment] Termine mit Ausgang
   *[form] Fragebögen
}
column-what = Was
column-in-week = In der Woche
column-late = Nachgereicht
column-corrected = Berichtigt
column-withdrawn = Entfallen
column-opted-out = Widerspruch
