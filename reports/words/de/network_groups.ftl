# Der Verbund nach Quartal, nach Gruppe und neben veröffentlichten Anbietern.

quarters-heading = Quartal für Quartal
quarters-intro = Der ganze Verbund in abgeschlossenen Quartalen: Die längste Kontaktlücke und vier Wochen sind vergangen, sodass Abschlüsse und späte Fragebögen vorliegen. Ein Quartal wird einmal gezeigt und bleibt, wie es ist. Wochenzahlen werden nicht gezeigt: Sie sind so klein, dass sie etwas über einzelne Menschen verrieten. Balken sind 95{"\u2011"}%-Konfidenzintervalle.
quarters-none = Noch lassen sich keine zwei Quartale zeigen. Ein Quartal wird gezeigt, sobald es abgeschlossen ist und mindestens vier Einrichtungen (oder so viele, wie die Regeln verlangen) darin genügend Personen haben.
quarters-title = { $measure }: { $first_value } in { $first }, { $last_value } in { $last }{ $moved ->
    [up] : ein Anstieg über den Zufall hinaus
    [down] : ein Rückgang über den Zufall hinaus
   *[no] ; die Intervalle überlappen
}
quarters-caption = { $measure }, der ganze Verbund nach abgeschlossenem Quartal
column-quarter = Quartal
column-clinics-counted = Gezählte Einrichtungen

modality-heading = Wie Sitzungen stattfinden
equity-heading = Für wen es wirkt
groups-intro = Behandlungen zählen als vor Ort, per Video oder telefonisch, wie die Einrichtung es angibt, sonst so, wie alle ihre Sitzungen stattfanden, sonst als gemischt. Auch wem was angeboten wird, ist verschieden: Dies zeigt, wo man hinsehen sollte, nicht warum.
equity-intro = Dieselben Messgrößen für Gruppen von Klientinnen und Klienten. Gruppen unterscheiden sich in mehr als ihrem Namen, und Menschen, von denen nichts erfasst ist, sind eine eigene Gruppe: Dies zeigt, wo man hinsehen sollte, nicht warum.
groups-period = Gezeigt sind die abgeschlossenen Quartale { $first } bis { $last } zusammen, über die Einrichtungen, die in jedem genügend Personen haben. Gezählt sind andere Menschen als oben in den letzten zwölf Monaten; die Anteile weichen daher von jenen ab.
groups-none = Noch sind keine zwei Gruppen groß genug, um gezeigt zu werden. Gruppen werden über abgeschlossene Quartale gezeigt.
groups-title = { $measure }: { $value } insgesamt, und { $apart ->
    [0] keine von { $groups } Gruppen liegt abseits davon
    [one] eine von { $groups } Gruppen liegt abseits davon
   *[other] { $apart } von { $groups } Gruppen liegen abseits davon
}
groups-alt = { $groups }. Insgesamt: { $value }.
groups-alt-item = { $group } { $share }
groups-apart = { $count ->
    [one] Weiter vom Anteil des Verbunds entfernt, als der Zufall erklärt, liegt
   *[other] Weiter vom Anteil des Verbunds entfernt, als der Zufall erklärt, liegen
} { $groups }. Das ist eine Frage, keine Antwort.
groups-chance = { $groups } Vergleiche einer Gruppe mit allen wurden angestellt{ $measures ->
    [one] { "" }
   *[other] , bei { $measures } Messgrößen
}. Eine Raute kennzeichnet eine Gruppe, deren 99,8{"\u2011"}%-Intervall neben dem Anteil aller liegt; der Zufall allein ergäbe { $chance }. Linien sind 95{"\u2011"}%-Konfidenzintervalle.
groups-withheld = { $groups ->
    [one] Eine Gruppe wird
   *[other] { $groups } Gruppen werden
} nicht gezeigt: in mindestens einem der Quartale zu klein, aus zu wenigen Einrichtungen, oder zum Schutz einer anderen. Die Tabelle nennt sie.
groups-caption = { $measure } { $by ->
    [modality] nach Art der Sitzungen
   *[clients] nach Gruppen von Klientinnen und Klienten
}, Quartale { $first } bis { $last }
groups-remark = { $apart ->
    [yes] liegt abseits
   *[no] { "" }
}
group-named = { $group } ({ $breakdown })
column-group = Gruppe
column-breakdown = Nach
breakdown = { $breakdown ->
    [modality] Art der Sitzungen
    [gender] Geschlecht
    [age_band] Alter
    [ethnicity_group] Ethnische Zugehörigkeit
    [language] Sprache
    [employment] Erwerbstätigkeit
    [presenting_problem] Problem
   *[programme] Programm
}
group = { $group ->
    [in_person] vor Ort
    [video] per Video
    [phone] telefonisch
    [chat] per Chat
    [mixed] gemischt
    [female] Frauen
    [male] Männer
    [nonbinary] nichtbinär
    [unknown] unbekannt
    [not_recorded] nicht erfasst
    [under_18] unter 18
    [from_18_to_25] 18 bis 25
    [from_26_to_45] 26 bis 45
    [from_46_to_64] 46 bis 64
    [from_65_and_over] 65 und älter
    [not_stated] nicht angegeben
    [other] andere
    [asian] asiatisch
    [black] schwarz
    [white] weiß
    [other_group] andere Gruppe
    [main] Hauptsprache
    [employed] erwerbstätig
    [unemployed] arbeitslos
    [student] in Ausbildung
    [retired] im Ruhestand
    [carer] mit Pflegeaufgaben
    [long_term_sick] dauerhaft krank
    [depression] Depression
    [generalised_anxiety] generalisierte Angst
    [mixed_anxiety_depression] Angst und Depression
    [ocd] Zwang
    [ptsd] PTBS
    [other_problem] anderes Problem
    [brief] kurz
    [standard] üblich
    [long_term] lang
   *[own] { $own }
}

providers-heading = Neben veröffentlichten Anbietern
providers-intro = Wo der Verbund und seine Einrichtungen unter den Anbietern stünden, die NHS Talking Therapies veröffentlicht, als Anbieter ihrer Größe. Der dunkle Balken zeigt, wo 95 von 100 solchen Anbietern lägen, und der helle, wo 998 von 1.000 lägen; dabei ist eingerechnet, wie sehr sich Anbieter unterscheiden.
providers-limits = Was den Vergleich begrenzt: Anbieter sind ganze Dienste für Erwachsene in England mit ihren eigenen Klientinnen und Klienten, und auf keiner Seite ist darum bereinigt. Bei der Genesung zählen Behandlungen mit unbekanntem Ausgangswert als Fälle, wie veröffentlicht. Hier bilden allein PHQ-9 und GAD-7 das Maß; die Veröffentlichung verwendet statt des GAD-7 ein problemspezifisches Maß, wo es zutrifft. Hier zählen die letzten zwölf Monate, dort der genannte Zeitraum. Veröffentlichte Anzahlen sind auf fünf gerundet, kleine fehlen. Ein Platz neben diesen Anbietern ist daher kein Urteil.
providers-none = Neben den Zahlen des Verbunds stehen keine veröffentlichten. Laden Sie eine Jahres- oder Monatsdatei von NHS Talking Therapies mit „rapport benchmark load FILE“; sie werden ab dem nächsten Lauf gezeigt, wenn genügend Einrichtungen PHQ-9 und GAD-7 verwenden.
providers-network = Alle Einrichtungen zusammen
providers-title = { $measure }: { $centre } über { $providers } Anbieter, und { $outside ->
    [0] niemand hier liegt jenseits ihrer Grenzen
    [one] eine Zahl hier liegt jenseits ihrer Grenzen
   *[other] { $outside } Zahlen hier liegen jenseits ihrer Grenzen
}
providers-alt = { $rows }.
providers-place = Alle Einrichtungen zusammen: { $value } von etwa { $courses } Behandlungen; { $below } der Anbieter haben eine niedrigere Rate.{ $side ->
    [high] { " " }Das liegt über den Grenzen, in denen Anbieter dieser Größe liegen.
    [low] { " " }Das liegt unter den Grenzen, in denen Anbieter dieser Größe liegen.
   *[within] { " " }Das liegt innerhalb der Grenzen, in denen Anbieter dieser Größe liegen.
}
providers-chance = { $rows ->
    [one] Ein Vergleich mit den Grenzen der Anbieter wurde angestellt
   *[other] { $rows } Vergleiche mit den Grenzen der Anbieter wurden angestellt
}; von Einrichtungen, die wie diese Anbieter sind, lägen durch Zufall im Mittel { $chance } jenseits davon.
providers-outside = { $names } { $clinics ->
    [one] liegt
   *[other] liegen
} { $side ->
    [high] über
   *[low] unter
} den Grenzen, in denen Anbieter dieser Größe liegen. Andere Menschen, eine andere Zählweise oder eine andere Behandlung können je der Grund sein: eine Frage, keine Antwort.
providers-no-whole = Für alle Einrichtungen zusammen kann keine Zahl stehen: Dafür braucht es { $clinics } Einrichtungen, die PHQ-9 und GAD-7 verwenden und genügend Menschen haben, und keine darf den größten Teil ausmachen.
providers-withheld = Veröffentlichte Zahlen sind geladen, aber noch kann keine des Verbunds daneben stehen: Keine Einrichtung, die PHQ-9 und GAD-7 verwendet, hat in jedem Teil dieser Raten { $minimum } Menschen oder mehr.
providers-period = Die Zahlen der Anbieter betreffen { $period }: { $providers } Anbieter{ $missing ->
    [0] { "" }
    [one] ; einer mehr hat keine veröffentlichte Zahl
   *[other] ; { $missing } weitere haben keine veröffentlichte Zahl
}. Quelle: NHS England, NHS Talking Therapies for anxiety and depression; enthält Informationen der öffentlichen Hand unter der Open Government Licence v3.0.
providers-caption = { $measure }, neben Anbietern von { $period }
chart-providers-value = Anbieter { $value }
column-providers-range = Üblich unter Anbietern
column-providers-below = Anbieter darunter
