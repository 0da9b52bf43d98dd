# Auf jeder Seite: Intervalle, Anzahlen, Daten, und was anstelle einer Zahl steht.

interval = 95{"\u2011"}%-Intervall { $lower } bis { $upper }
share-with-interval = { $value }, 95{"\u2011"}%-Konfidenzintervall { $lower } bis { $upper }
interval-none = noch ohne Konfidenzintervall
share-without-interval = { $value }, noch ohne Intervall
range = { $lower } bis { $upper }
score-range = { $lower } bis { $upper }
counts = { $part } von { $whole }
quarter = Q{ $number } { $year }
week = KW{"\u00a0"}{ $number }/{ $year }
week-title = Kalenderwoche { $number }/{ $year }: { $days }
no-day = noch nichts
none = –
withheld = nicht gezeigt

skip-link = Zu den Zahlen
contents-label = Auf dieser Seite
banners-heading = Vor dem Lesen
dates-heading = Wie weit die Daten reichen
table-sort = Sortieren nach
numbers-summary = Die Zahlen als Tabelle
numbers-note = Jede Zahl dieser Seite hat eine Kennung: Zeigen Sie auf die Zahl, um sie zu sehen. Der Befehl rapport explain mit der Kennung sagt, woher die Zahl kommt und ob sie noch gilt. Alle Kennungen stehen in numbers.json neben dieser Seite.
provenance-heading = Woher diese Zahlen kommen
provenance-run = Erstellt aus allem, was bis { $known } eingetroffen war (Lauf { $run }, Version { $version }).
version-unknown = unbekannt
provenance-held = Lieferungen und Prüfungen sind die dieses Laufs. Alle anderen Zahlen sind die der Woche { $week }, aus allem, was bis { $known } eingetroffen war.
provenance-definition = Eine Behandlung gilt als abgebrochen, wenn das erfasste Ende es sagt oder wenn { $days } Tage ohne wahrgenommene Sitzung vergangen sind, gerechnet bis zum letzten Tag, für den diese Einrichtung Termine geliefert hat.
provenance-definition-recorded = Eine Behandlung gilt als abgebrochen, wenn das erfasste Ende es sagt. Ohne Termindaten lässt es sich nicht anders erkennen.
provenance-definition-network = Eine Behandlung gilt als abgebrochen, wenn das erfasste Ende es sagt oder wenn die Kontaktlücke ohne wahrgenommene Sitzung vergangen ist ({ $days } Tage, soweit eine Einrichtung nichts anderes festgelegt hat), gerechnet bis zum letzten Tag, für den die Einrichtung Termine geliefert hat.
provenance-interval = Ein Konfidenzintervall sagt, welche Werte die Daten noch zulassen: Je weniger Menschen hinter einer Zahl stehen, desto breiter ist es. Zwei Zahlen, deren Intervalle sich weit überlappen, sollten nicht als verschieden gelesen werden.

# Die Zahl des Verbunds neben der eigenen einer Einrichtung.
network-figure = Verbund: { $value } von etwa { $whole } { $measure ->
    [dropout] beendeten Behandlungen, wie lange sie auch dauerten
    [reliable_improvement] beendeten Behandlungen mit einem ersten und einem letzten Fragebogen
   *[other] Behandlungen
}, über die Einrichtungen, die genügend davon haben.
network-no-figure = Keine Zahl des Verbunds: Sie braucht mindestens { $clinics } Einrichtungen mit genügend Personen, von denen keine den größten Teil stellt.

respondent = { $respondent ->
    [client] der Klientin oder dem Klienten
    [therapist] der Therapeutin oder dem Therapeuten
    [parent] einem Elternteil
    [child] dem Kind
   *[observer] einer beobachtenden Person
}
scale-by = { $scale }, eingeschätzt von { $respondent }
